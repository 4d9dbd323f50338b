import { findNatsProgram, stackConfig } from '@waybill/stack/parts';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFiles } from './bases.ts';

export const natsFiles: ImageFiles = {
  write: async (folder) => {
    const { path } = await findNatsProgram(stackConfig());
    await cp(path, join(folder, 'usr/local/bin/nats-server'), { dereference: true });
  },
  instructions: 'ENTRYPOINT ["/usr/local/bin/nats-server"]',
};
