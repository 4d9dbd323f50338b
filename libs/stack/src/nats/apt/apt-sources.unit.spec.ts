import { describe, expect, it } from '@jest/globals';
import { mirrorsOf, parseListFile, parseSourcesFile } from './apt-sources.js';
import { machineFrom } from './machine.js';

const BOOKWORM = machineFrom('ID=debian\nVERSION_CODENAME=bookworm\n')!;

describe('the deb822 format', () => {
  it('is read stanza by stanza, with comments, several values and continued lines', () => {
    const text = `Types: deb deb-src
# a comment between fields
URIs: http://one.example/debian
  http://two.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://three.example/debian-security
Suites: bookworm-security
Components: main
`;
    expect(parseSourcesFile(text)).toEqual([
      { uri: 'http://one.example/debian', suite: 'bookworm', components: ['main', 'contrib'] },
      { uri: 'http://one.example/debian', suite: 'bookworm-updates', components: ['main', 'contrib'] },
      { uri: 'http://two.example/debian', suite: 'bookworm', components: ['main', 'contrib'] },
      { uri: 'http://two.example/debian', suite: 'bookworm-updates', components: ['main', 'contrib'] },
      { uri: 'http://three.example/debian-security', suite: 'bookworm-security', components: ['main'] },
    ]);
  });

  it('skips what is switched off, and what has sources only', () => {
    const stanza = (extra: string) =>
      `${extra}\nURIs: http://x.example\nSuites: bookworm\nComponents: main\n`;
    expect(parseSourcesFile(stanza('Types: deb\nEnabled: no'))).toEqual([]);
    expect(parseSourcesFile(stanza('Types: deb-src'))).toEqual([]);
    expect(parseSourcesFile(stanza('Types: deb\nEnabled: yes'))).toHaveLength(1);
  });

  it('holds an inline key without taking its lines for fields', () => {
    const text = `Types: deb
URIs: http://x.example
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBGPL0BUBEADmW5NdOOHwPIJlgPu6JDcKw/NZJPR8lsD3K87ZM18gzyQZJD+w
 -----END PGP PUBLIC KEY BLOCK-----
`;
    expect(parseSourcesFile(text)).toEqual([
      { uri: 'http://x.example', suite: 'bookworm', components: ['main'] },
    ]);
  });
});

describe('the one-line format', () => {
  it('is read with and without options; comments and deb-src are skipped', () => {
    const text = `# deb http://no.example/debian bookworm main
deb-src http://no.example/debian bookworm main
deb http://one.example/debian bookworm main non-free # the first
  deb [ arch=amd64 signed-by=/etc/apt/keyrings/x.gpg ] http://two.example/debian bookworm main
`;
    expect(parseListFile(text)).toEqual([
      { uri: 'http://one.example/debian', suite: 'bookworm', components: ['main', 'non-free'] },
      { uri: 'http://two.example/debian', suite: 'bookworm', components: ['main'] },
    ]);
  });
});

describe("the distribution's own mirrors", () => {
  const source = (uri: string, suite: string, ...components: string[]) => ({ uri, suite, components });

  it('are those that serve the suite itself; updates, security and third parties are not', () => {
    const sources = [
      source('http://mirror.example/debian', 'bookworm', 'main'),
      source('http://mirror.example/debian', 'bookworm-updates', 'main'),
      source('http://security.example/debian-security', 'bookworm-security', 'main'),
      source('http://vendor.example/apt', 'nodistro', 'main'),
      source('http://other.example/linux/debian', 'bookworm', 'stable'),
    ];
    expect(mirrorsOf(sources, BOOKWORM)).toEqual(['http://mirror.example/debian']);
  });

  it('may call the suite by its role', () => {
    expect(mirrorsOf([source('http://mirror.example/debian', 'stable', 'main')], BOOKWORM)).toHaveLength(1);
  });

  it('are each named once', () => {
    const twice = [
      source('http://m.example', 'bookworm', 'main'),
      source('http://m.example', 'bookworm', 'main'),
    ];
    expect(mirrorsOf(twice, BOOKWORM)).toEqual(['http://m.example']);
  });
});

describe('the machine', () => {
  it("prefers Debian's newest servers, and ends with its own release", () => {
    expect(BOOKWORM.suites).toEqual(['forky', 'bookworm']);
    expect(machineFrom('ID=debian\nVERSION_CODENAME=forky\n')?.suites).toEqual(['forky']);
  });

  it("takes Ubuntu's own release only, with Ubuntu's keys", () => {
    expect(machineFrom('ID=ubuntu\nVERSION_CODENAME="noble"\n')).toMatchObject({
      suites: ['noble'],
      component: 'universe',
      keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
    });
  });

  it('is unknown elsewhere', () => {
    expect(machineFrom('ID=alpine\nVERSION_ID=3.22\n')).toBeUndefined();
    expect(machineFrom('')).toBeUndefined();
  });
});
