// The little of autocannon 8 that load-process.ts uses; the package brings no types.
declare module 'autocannon' {
  interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
  }
  interface Options {
    url: string;
    connections: number;
    duration?: number;
    amount?: number;
    /** Seconds. */
    timeout?: number;
    requests: { setupRequest(request: Request): Request }[];
  }
  interface Instance extends PromiseLike<{ duration: number; errors: number; timeouts: number }> {
    on(event: 'response', told: (client: unknown, status: number, bytes: number, milliseconds: number) => void): this;
  }
  export default function autocannon(options: Options): Instance;
}
