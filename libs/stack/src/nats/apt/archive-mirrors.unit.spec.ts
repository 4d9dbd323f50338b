import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstExecutable } from '../../process/unprivileged-user.js';
import { archiveMirrors } from './archive-mirrors.js';
import { distributionFrom } from './distribution.js';

const BOOKWORM = distributionFrom('ID=debian\nVERSION_CODENAME=bookworm\n')!;

const describeWithApt = firstExecutable(['/usr/bin/apt-get']) ? describe : describe.skip;

describeWithApt("the distribution's own mirrors", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-apt-'));
    mkdirSync(join(folder, 'sources.list.d'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** With these as apt's sources, `sources.list` and files of `sources.list.d`. */
  function mirrors(files: Record<string, string>): Promise<string[]> {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return archiveMirrors(BOOKWORM, ['-o', `Dir::Etc=${folder}`]);
  }

  it('are those that serve the suite itself; updates, security and third parties are not', async () => {
    const found = await mirrors({
      'sources.list': `# deb http://no.example/debian bookworm main
deb-src http://no.example/debian bookworm main
deb http://one.example/debian bookworm main non-free # the first
  deb [ arch=amd64 signed-by=/etc/apt/keyrings/x.gpg ] http://two.example/debian stable main
deb http://security.example/debian-security bookworm-security main
deb http://vendor.example/apt nodistro main
deb http://other.example/linux/debian bookworm stable
`,
    });
    expect(found.sort()).toEqual(['http://one.example/debian', 'http://two.example/debian']);
  });

  it('are found in both formats, each once, without what is disabled', async () => {
    const stanza = (uris: string, extra = '') =>
      `Types: deb\nURIs: ${uris}\nSuites: bookworm bookworm-updates\nComponents: main\n${extra}`;
    const found = await mirrors({
      'sources.list': 'deb http://one.example/debian bookworm main\n',
      'sources.list.d/debian.sources': `${stanza('http://one.example/debian\n  http://two.example/debian')}
${stanza('http://off.example/debian', 'Enabled: no\n')}`,
    });
    expect(found.sort()).toEqual(['http://one.example/debian', 'http://two.example/debian']);
  });

  it('are none without sources', async () => {
    expect(await mirrors({})).toEqual([]);
  });
});

describe('the distribution', () => {
  it("prefers Debian's newest servers, and ends with its own release", () => {
    expect(BOOKWORM.suites).toEqual(['forky', 'bookworm']);
    expect(distributionFrom('ID=debian\nVERSION_CODENAME=forky\n')?.suites).toEqual(['forky']);
  });

  it("takes Ubuntu's own release only, with Ubuntu's keys", () => {
    expect(distributionFrom('ID=ubuntu\nVERSION_CODENAME="noble"\n')).toMatchObject({
      suites: ['noble'],
      component: 'universe',
      keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
    });
  });

  it('is unknown on another system', () => {
    expect(distributionFrom('ID=alpine\nVERSION_ID=3.22\n')).toBeUndefined();
    expect(distributionFrom('')).toBeUndefined();
  });
});
