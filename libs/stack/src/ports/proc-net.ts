import { readdir, readFile, readlink } from 'node:fs/promises';

/** A socket at a local TCP port. */
export interface Socket {
  /** False for one end of a connection: systems assign high ports to outgoing ones. */
  readonly listens: boolean;
  /** Undefined for a connection that is closing, and for another user's process, whose descriptors we may not read. */
  readonly pid: number | undefined;
}

/**
 * What holds a TCP port, from /proc: the sockets at the port in /proc/net/tcp{,6}, then the process that has a descriptor
 * for one of them. Listeners first. Undefined if the port is free.
 */
export async function socketFromProc(port: number): Promise<Socket | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readText));
  const entries = tables
    .flatMap((table) => socketsAt(table, port))
    .sort((a, b) => Number(b.listens) - Number(a.listens));
  const [first] = entries;
  if (first === undefined) return undefined;
  const inodes = new Set(
    entries.filter(({ listens }) => listens === first.listens).map(({ inode }) => inode),
  );
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const target of await descriptorsOf(pid)) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && inodes.has(inode)) return { listens: first.listens, pid: Number(pid) };
    }
  }
  return { listens: first.listens, pid: undefined };
}

/** Lines look like `0: 0100007F:1F90 00000000:0000 0A … uid timeout inode`; state 0A is LISTEN. */
export function socketsAt(table: string, port: number): { listens: boolean; inode: string }[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix))
    .map((fields) => ({ listens: fields[3] === '0A', inode: fields[9]! }));
}

async function descriptorsOf(pid: string): Promise<string[]> {
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    return await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  } catch {
    return []; // it has ended, or is another user's
  }
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => ''); // tcp6 is missing if IPv6 is disabled
}
