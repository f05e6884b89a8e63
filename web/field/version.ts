// Which build this is, put in by the build.
declare const __FIELD_VERSION__: string | undefined;

export const APP_VERSION: string = typeof __FIELD_VERSION__ === 'string' ? __FIELD_VERSION__ : 'dev';
