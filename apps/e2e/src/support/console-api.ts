import type { TopologyResponse } from '@waybill/console-api';
import { eventually, type Platform } from './platform.js';

/** The console's HTTP, as a program uses it. */
export class ConsoleApi {
  private constructor(private readonly platform: Platform) {}

  /** Once the console has found every service and what each declares: before that it shows only a part. */
  static async of(platform: Platform): Promise<ConsoleApi> {
    const api = new ConsoleApi(platform);
    await eventually(async () => {
      const { console: _, ...services } = (await platform.state()).urls;
      const { nodes, edges } = await api.get<TopologyResponse>('/api/topology');
      const isDescribed = (name: string) =>
        nodes.some(({ kind, service }) => kind === 'consumer' && service === name) ||
        edges.some(({ kind, from }) => kind === 'publishes' && from === `service:${name}`);
      return Object.keys(services).every(isDescribed) && nodes.every(({ state }) => state === 'up');
    }, 'the console knows the whole platform');
    return api;
  }

  /** @throws Error with the response's text if it is not a 2xx */
  async get<Body>(path: string): Promise<Body> {
    return this.read<Body>(await this.send('GET', path));
  }

  /** As the console's own pages do. */
  async post<Body>(path: string, body: object = {}): Promise<Body> {
    return this.read<Body>(await this.send('POST', path, body));
  }

  /** @throws Error with the response's text if it is not a 2xx */
  async put<Body>(path: string, body: object): Promise<Body> {
    return this.read<Body>(await this.send('PUT', path, body));
  }

  async send(
    method: string,
    path: string,
    body?: object | string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { urls } = await this.platform.state();
    return fetch(urls.console + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body,
    });
  }

  private async read<Body>(response: Response): Promise<Body> {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
    return JSON.parse(text) as Body;
  }
}
