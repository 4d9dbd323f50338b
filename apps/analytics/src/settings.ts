import { setting } from '@waybill/service';
import { z } from 'zod';

export const settings = {
  liveClients: setting(
    'LIVE_CLIENTS',
    z.coerce.number().int().min(0).max(10_000).default(100),
    'Most clients that may follow GET /live at a time',
  ),
};
