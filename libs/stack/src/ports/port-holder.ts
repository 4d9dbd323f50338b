import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { socketFromProc, type Socket } from './proc-net.js';

/** What holds a TCP port of this machine, in words: `process 4711 (node server.js)`. */
export async function describePortHolder(port: number): Promise<string> {
  const socket = process.platform === 'linux' ? await socketFromProc(port) : await listenerFromLsof(port);
  if (socket === undefined) return 'a process that has just released it';
  const { listens, pid } = socket;
  if (pid === undefined) {
    return listens ? 'a process of another user' : 'a connection that is closing: it will be free soon';
  }
  const holder = `process ${pid} (${shorten(await commandOf(pid))})`;
  return listens ? holder : `an outgoing connection of ${holder}: the system assigns such high ports`;
}

async function listenerFromLsof(port: number): Promise<Socket | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']);
    const pid = Number(stdout.trim().split('\n')[0]);
    return { listens: true, pid: pid > 0 ? pid : undefined };
  } catch {
    return { listens: true, pid: undefined }; // no lsof here, or it may not look (exit code 1)
  }
}

async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    }
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout.trim();
  } catch {
    return 'just ended';
  }
}

function shorten(command: string): string {
  return command.length > 100 ? `${command.slice(0, 99)}…` : command;
}

const run = promisify(execFile);
