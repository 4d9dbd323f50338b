import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';

/** Paths of PEM files. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

const DAY = 86_400_000;

/** A certificate authority of a test's own, for servers and clients that use TLS. */
export class LocalAuthority {
  /** Path of a PEM file with the authority's certificate. */
  readonly certificate: string;
  readonly #folder: string;
  readonly #subject: forge.pki.CertificateField[];
  readonly #keys = makeKeys();

  /** @param folder where its files, and those of the certificates, are written */
  constructor(folder: string, name = 'local-authority') {
    this.#folder = folder;
    this.#subject = [{ name: 'commonName', value: name }];
    const authority = this.#sign(
      { subject: this.#subject, publicKey: this.#keys.publicKey, validForMs: DAY },
      [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    );
    this.certificate = this.#write(`${name}.pem`, authority);
  }

  /**
   * Writes `<file>.pem` and `<file>.key`, over those that exist.
   *
   * @param names of a server; DNS names or IP addresses
   * @param validForMs negative: it has expired
   */
  issue(
    file: string,
    { names = [], validForMs = DAY }: { names?: readonly string[]; validForMs?: number } = {},
  ): IssuedCertificate {
    const { publicKey, privateKey } = makeKeys();
    const subject = [{ name: 'commonName', value: file }];
    const certificate = this.#sign({ subject, publicKey, validForMs }, [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ]);
    return {
      certificate: this.#write(`${file}.pem`, certificate),
      key: this.#write(`${file}.key`, forge.pki.privateKeyToPem(privateKey)),
    };
  }

  #sign(
    of: { subject: forge.pki.CertificateField[]; publicKey: forge.pki.PublicKey; validForMs: number },
    extensions: object[],
  ): string {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = of.publicKey;
    certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
    certificate.validity.notBefore = new Date(Date.now() - 2 * DAY);
    certificate.validity.notAfter = new Date(Date.now() + of.validForMs);
    certificate.setSubject(of.subject);
    certificate.setIssuer(this.#subject);
    certificate.setExtensions(extensions);
    certificate.sign(this.#keys.privateKey, forge.md.sha256.create());
    return forge.pki.certificateToPem(certificate);
  }

  #write(file: string, content: string): string {
    const path = join(this.#folder, file);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}

/** By Node: the library takes seconds. */
function makeKeys(): forge.pki.rsa.KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(privateKey),
  };
}

/** 2 is a DNS name, 7 an IP address (RFC 5280, section 4.2.1.6). */
function altName(name: string): object {
  return /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}
