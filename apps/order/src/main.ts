import { runService } from '@waybill/service';
import { loadOrderConfig } from './config.js';
import { OrderModule } from './order.module.js';

await runService({
  name: 'order',
  title: 'Waybill order',
  description: 'Takes orders, settles stock and payment, cancels; keeps the catalogue; imports.',
  config: loadOrderConfig,
  module: (config) => OrderModule.with(config),
});
