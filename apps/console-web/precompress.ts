import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** What compresses well; fonts and pictures already are compressed. */
const TEXT = /\.(html|js|css|svg|json)$/;
/** A file of fewer bytes fits one packet anyway. */
const SMALLEST = 1_024;

/** Writes `<file>.gz` beside every text file of the build, so that the server does not have to compress anything. */
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
