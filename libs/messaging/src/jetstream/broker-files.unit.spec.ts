import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nkeys } from '@nats-io/transport-node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { certificateError, credentialsError } from './broker-files.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-broker-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return path;
}

const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
const credentials = (secret: string) =>
  `-----BEGIN NATS USER JWT-----\na.b.c\n------END NATS USER JWT------\n\n` +
  `-----BEGIN USER NKEY SEED-----\n${secret}\n------END USER NKEY SEED------\n`;
const [one = '', two = ''] = rootCertificates;

describe('a credentials file', () => {
  it('is taken as nsc writes it', async () => {
    expect(credentialsError(await file(credentials(seed)))).toBeUndefined();
  });

  it('that is not there is refused by its path', () => {
    expect(credentialsError('/nope')).toBe(
      'the file /nope does not exist: correct the path, or put the file there',
    );
  });

  it('that is a directory is refused', () => {
    expect(credentialsError(folder)).toMatch(/is a directory/);
  });

  it('that holds something else is refused, and shows nothing of it', async () => {
    const fault = credentialsError(await file(credentials('SUSECRET')));
    expect(fault).toMatch(/is not a NATS credentials file/);
    expect(fault).not.toContain('SUSECRET');
    expect(credentialsError(await file('hello'))).toMatch(/is not a NATS credentials file/);
  });
});

describe('a certificate file', () => {
  it('is taken with one authority and with several', async () => {
    expect(certificateError(await file(one))).toBeUndefined();
    expect(certificateError(await file(`# two of them\n${one}\n${two}\n`))).toBeUndefined();
  });

  it('that is not there is refused by its path', () => {
    expect(certificateError('/nope')).toMatch(/^the file \/nope does not exist/);
  });

  it('without a certificate, or with a broken one, is refused', async () => {
    expect(certificateError(await file('hello'))).toMatch(/holds no certificate in PEM/);
    const broken = one.replace(/\n.{8}/, '\nAAAAAAAA');
    expect(certificateError(await file(`${two}\n${broken}`))).toMatch(
      /holds a certificate that cannot be read/,
    );
  });
});
