// The step `kubernetes` of the tests: kustomize renders each overlay, and what comes out is what a cluster would take.
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestErrors } from './manifest-errors.ts';
import { buildOverlay, copyOfOverlays } from './overlay.ts';
import { podSecurityErrors } from './pod-security-errors.ts';
import { referenceErrors } from './reference-errors.ts';

await using folder = await mkdtempDisposable(join(tmpdir(), 'waybill-overlays-'));
const copy = await copyOfOverlays(folder.path);
const errors: string[] = [];
for (const overlay of ['local', 'production']) {
  const manifests = await buildOverlay(join(copy, 'overlays', overlay));
  errors.push(
    ...manifestErrors(overlay, manifests),
    ...referenceErrors(overlay, manifests, { secretsElsewhere: overlay === 'production' }),
    ...podSecurityErrors(overlay, manifests),
  );
  console.log(`  ${overlay}: ${manifests.length} objects`);
}
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exitCode = 1;
}
