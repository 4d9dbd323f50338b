// `npm run images [-- <service>…]`: builds the images of a deployment.
import { ensureReady } from '../libs/cli/bootstrap/ensure-ready.mjs';

await ensureReady();
await import('./deploy/build-images.ts');
