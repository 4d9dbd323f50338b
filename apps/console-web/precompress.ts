import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** What compresses well; fonts and pictures are compressed in themselves. */
const TEXT = /\.(html|js|css|svg|json)$/;
/** Below this many bytes a file fits one packet anyway. */
const SMALLEST = 1_024;

/** Writes `<file>.gz` beside every text file of the build, once and well, so that the server compresses nothing itself. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      await Promise.all(
        Object.entries(bundle).map(async ([name, file]) => {
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (!TEXT.test(name) || content.length < SMALLEST) return;
          const packed = await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION });
          await writeFile(join(dir!, `${name}.gz`), packed);
        }),
      );
    },
  };
}
