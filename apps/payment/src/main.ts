import { runService } from '@waybill/service';

await runService(async () => (await import('./service.js')).payment);
