import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * The pid that listens on a TCP port, from /proc: the port's socket inode in /proc/net/tcp{,6}, then the process that
 * has a descriptor for it. Undefined if nobody listens, or if the holder is another user's and we may not look.
 */
export async function listenerFromProc(port: number): Promise<number | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readText));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const target of await descriptorsOf(pid)) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && inodes.has(inode)) return Number(pid);
    }
  }
  return undefined;
}

/** Lines look like `0: 0100007F:1F90 00000000:0000 0A … uid timeout inode`; state 0A is LISTEN. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === '0A')
    .map((fields) => fields[9]!);
}

async function descriptorsOf(pid: string): Promise<string[]> {
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    return await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  } catch {
    return []; // gone meanwhile, or another user's
  }
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => ''); // tcp6 is missing where IPv6 is switched off
}
