import { setting, wholeNumber } from '@waybill/service';

export const settings = {
  liveClients: setting(
    'LIVE_CLIENTS',
    wholeNumber(0, 10_000).default(100),
    'Maximum number of concurrent clients of GET /live',
  ),
};
