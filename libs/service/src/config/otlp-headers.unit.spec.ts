import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeOtlpHeaders } from './otlp-headers.js';

describe('headers of the exporters', () => {
  it('come from the file that is named, and are then where the exporters look', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'otlp-headers-'));
    try {
      const file = join(folder, 'headers');
      await writeFile(file, 'authorization=Bearer%20secret\n');
      const environment: NodeJS.ProcessEnv = { OTEL_EXPORTER_OTLP_HEADERS_FILE: file };
      takeOtlpHeaders(environment);
      expect(environment).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('stay as they are without one, and a file that cannot be read is refused', () => {
    const environment: NodeJS.ProcessEnv = { OTEL_EXPORTER_OTLP_HEADERS: 'x=1' };
    takeOtlpHeaders(environment);
    expect(environment).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: 'x=1' });
    expect(() => takeOtlpHeaders({ OTEL_EXPORTER_OTLP_HEADERS_FILE: '/nope' })).toThrow(
      'OTEL_EXPORTER_OTLP_HEADERS: the file /nope',
    );
  });
});
