// A Redis of its own on a socket, which confirms a write when it is on the disk.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-bench-redis-'));
  const path = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const server = spawn('redis-server', [...settings, ...durable], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const text of server.stdout.iterator({ destroyOnReturn: false })) {
    if (String(text).includes('ready to accept connections')) break;
  }
  server.stdout.resume();
  return {
    connection: { path, maxRetriesPerRequest: null },
    async stop() {
      server.kill();
      await once(server, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}
