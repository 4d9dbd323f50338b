import { describe, expect, it } from '@jest/globals';
import { browserForTests } from './browser-for-tests.ts';
import { machine } from './machine.fixture.ts';

const nothingHelps = () => machine({ '/cache/chrome': '' }).made;

describe('the step that needs a browser', () => {
  it('gets its path, and says which one', async () => {
    const { made, said } = machine({ '/usr/bin/chromium': '156.0.1.1' });
    expect(await browserForTests(true, made)).toEqual({ env: { WAYBILL_BROWSER: '/usr/bin/chromium' } });
    expect(said).toEqual(['Chromium 156.0.1.1: /usr/bin/chromium']);
  });

  it('is skipped without one on a person’s own machine, with the reasons', async () => {
    expect(await browserForTests(false, nothingHelps())).toEqual({
      missing: expect.stringMatching(/tests with a browser.*WAYBILL_BROWSER/s),
    });
  });

  it('fails without one in CI', async () => {
    await expect(browserForTests(true, nothingHelps())).rejects.toThrow('no Chromium could be found');
  });

  it('fails everywhere if the browser that was asked for does not start', async () => {
    await expect(browserForTests(false, machine({}, { given: '/gone' }).made)).rejects.toThrow('/gone');
  });
});
