// The two pages of a visit that need a canvas, fetched beside the first load and kept by the worker.
export { PhotoStep } from './photo-step.tsx';
export { SignStep } from './sign-step.tsx';
