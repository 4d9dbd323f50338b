import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a service's schema asks for a Prisma client.
 *
 * @param {string} root the workspace's top folder
 * @param {string} service
 * @returns {boolean}
 */
export function generatesClient(root, service) {
  const schema = join(root, 'prisma', service, 'schema.prisma');
  return existsSync(schema) && /^generator client /m.test(readFileSync(schema, 'utf8'));
}
