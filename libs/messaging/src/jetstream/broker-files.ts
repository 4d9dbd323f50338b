import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credsAuthenticator } from '@nats-io/transport-node';

/** Why a file cannot serve as NATS credentials; undefined if it can. */
export function credentialsError(path: string): string | undefined {
  return faultOf(path, (content) => {
    try {
      credsAuthenticator(content)('nonce');
      return undefined;
    } catch {
      // The reason may hold part of the seed.
      return 'is not a NATS credentials file: it must hold a user JWT and its seed, as nsc writes them';
    }
  });
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Why a file cannot serve as a certificate, or a certificate authority; undefined if it can. */
export function certificateError(path: string): string | undefined {
  return faultOf(path, (content) => {
    const certificates = content.toString('latin1').match(CERTIFICATE) ?? [];
    if (certificates.length === 0) {
      return 'holds no certificate in PEM: it must have a part from BEGIN CERTIFICATE to END CERTIFICATE';
    }
    return certificates.every(isCertificate) ? undefined : 'holds a certificate that cannot be read';
  });
}

/** Why a file cannot serve as a private key; undefined if it can. */
export function keyError(path: string): string | undefined {
  return faultOf(path, (content) => {
    try {
      createPrivateKey(content);
      return undefined;
    } catch {
      // The reason may hold part of the key.
      return 'holds no private key in PEM, or one that needs a passphrase';
    }
  });
}

function faultOf(path: string, inspect: (content: Buffer) => string | undefined): string | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    return `the file ${path} ${REASONS[code] ?? `cannot be read (${code})`}`;
  }
  const fault = inspect(content);
  return fault && `the file ${path} ${fault}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: correct the path, or put the file there',
  EACCES: 'may not be read by the user who runs this process: change its owner or mode',
  EISDIR: 'is a directory: name the file in it',
};

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
