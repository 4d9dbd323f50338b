import { ClientNats } from '@nestjs/microservices';
import { inspectionSubject } from '@waybill/messaging/operations';
import { firstValueFrom, timeout } from 'rxjs';
import type { Platform } from './platform.js';
import type { ShopService } from './shop-services.js';

/** The fault switches of the services, asked over the broker as the console does. */
export class Faults implements AsyncDisposable {
  readonly #on = new Map<string, () => Promise<unknown>>();

  private constructor(private readonly client: ClientNats) {}

  static async of(platform: Platform): Promise<Faults> {
    return new Faults(new ClientNats({ servers: [(await platform.state()).nats] }));
  }

  async switchOn(service: ShopService, name: string, value: number): Promise<void> {
    this.#on.set(`${service}/${name}`, () => this.#set(service, name, 0));
    await this.#set(service, name, value);
  }

  async heal(): Promise<void> {
    for (const [id, switchOff] of this.#on) {
      await switchOff();
      this.#on.delete(id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }

  #set(service: ShopService, name: string, value: number): Promise<unknown> {
    const reply = this.client.send<unknown>(inspectionSubject(service, 'faults.set'), { name, value });
    return firstValueFrom(reply.pipe(timeout(5_000)));
  }
}
