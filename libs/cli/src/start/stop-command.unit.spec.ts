import { describe, expect, it } from '@jest/globals';
import { stopCommand } from './stop-command.js';

describe('the command that stops the platform', () => {
  it('names the data only where it is elsewhere', () => {
    expect(stopCommand('.waybill')).toBe('npm run waybill -- stop');
    expect(stopCommand('/srv/way-bill.2')).toBe('npm run waybill -- stop --data-dir /srv/way-bill.2');
  });

  it('can be pasted into a shell whatever the folder is called', () => {
    expect(stopCommand("Ada's data")).toBe(String.raw`npm run waybill -- stop --data-dir 'Ada'\''s data'`);
  });
});
