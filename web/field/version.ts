// Which build this is. It stands in the page, since a file that is named by its content cannot hold what changes with every other.
const written = document.querySelector('meta[name="version"]')?.getAttribute('content') ?? '';

export const APP_VERSION: string = /^[0-9a-f]+$/.test(written) ? written : 'dev';
