import { generatedFiles as observability } from '../alerts/generated-files.ts';
import type { GeneratedFile } from '@waybill/cli';

/** What is deployed: which services there are is said once, in their package.json. */
export const generatedFiles: readonly GeneratedFile[] = [...observability];
