import { Injectable } from '@nestjs/common';
import { RateWindow } from '../domain/rate-window.js';

/** The rates of requests to the services through the console. */
@Injectable()
export class ClientTraffic {
  private readonly windows = new Map<string, { all: RateWindow; failed: RateWindow }>();

  count(service: string, failed: boolean): void {
    let windows = this.windows.get(service);
    if (!windows) this.windows.set(service, (windows = { all: new RateWindow(), failed: new RateWindow() }));
    windows.all.add(Date.now());
    if (failed) windows.failed.add(Date.now());
  }

  ratesOf(service: string): { perSecond: number; errorsPerSecond: number } {
    const windows = this.windows.get(service);
    return {
      perSecond: windows?.all.perSecond(Date.now()) ?? 0,
      errorsPerSecond: windows?.failed.perSecond(Date.now()) ?? 0,
    };
  }
}
