// Sends one file with its progress, which fetch cannot tell; answers and problems are read as `call` reads them.
import { ApiError, readProblem } from './problem.ts';

interface UploadOptions {
  fields?: Record<string, string>;
  signal?: AbortSignal;
  onProgress?: (sent: number, total: number) => void;
}

/** Posts the file as multipart form data, its fields before it, so that a server reading in order knows them first. */
export function upload<T>(
  path: string,
  file: File,
  { fields = {}, signal, onProgress }: UploadOptions = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, file.name);
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => onProgress?.(event.loaded, event.lengthComputable ? event.total : file.size);
    request.onload = () => {
      const answer = new Response(request.responseText, { status: request.status });
      if (answer.ok) resolve(answer.json() as Promise<T>);
      else void readProblem(answer).then(reject);
    };
    request.onerror = () => reject(new ApiError(0, 'offline', ''));
    request.onabort = () => reject(new ApiError(0, 'aborted', ''));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
