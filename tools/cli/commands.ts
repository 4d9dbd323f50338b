import type { Command } from './command.ts';

/** Every command of the CLI, in the order of the overview. Loaded only when asked for. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  status: async () => (await import('./status.command.ts')).command,
  import: async () => (await import('./import.command.ts')).command,
  traces: async () => (await import('./traces.command.ts')).command,
  trace: async () => (await import('./trace.command.ts')).command,
  messages: async () => (await import('./messages.command.ts')).command,
  'dead-letters': async () => (await import('./dead-letters.command.ts')).command,
  outbox: async () => (await import('./outbox.command.ts')).command,
  consumers: async () => (await import('./consumers.command.ts')).command,
  stop: async () => (await import('./stop.command.ts')).command,
  doctor: async () => (await import('./doctor.command.ts')).command,
};
