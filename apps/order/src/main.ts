import { runService } from '@waybill/service';
import { loadOrderConfig } from './config.js';
import { order } from './order.module.js';

await runService({ ...order, config: loadOrderConfig });
