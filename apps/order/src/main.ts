import { runService } from '@waybill/service';

await runService('order', async () => {
  const { loadOrderConfig } = await import('./config.js');
  const { order } = await import('./order.module.js');
  return { ...order, config: loadOrderConfig };
});
