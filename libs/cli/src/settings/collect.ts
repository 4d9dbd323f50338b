import { describedBaseSettings, describedSettings, type DescribedSetting } from '@waybill/service/settings';
import { serviceNames, stackVariables, type StackVariable } from '@waybill/stack';
import { describedVariables, type DescribedVariable } from '@waybill/telemetry/register';
import { loadService } from '../message-map/collect.js';

/** Every environment variable that has an effect in this workspace. */
export interface WorkspaceSettings {
  everyService: readonly DescribedSetting[];
  /** What services declare of their own, in the order of the services' ports. */
  own: readonly OwnSetting[];
  telemetry: readonly DescribedVariable[];
  /** Of `npm start` and the tests. */
  stack: readonly StackVariable[];
}

/** A setting that some services read. */
export interface OwnSetting extends DescribedSetting {
  readBy: readonly string[];
}

export async function collectSettings(): Promise<WorkspaceSettings> {
  const services = new Map<string, readonly DescribedSetting[]>();
  for (const name of serviceNames) {
    services.set(name, describedSettings((await loadService(name)).settings ?? {}));
  }
  return {
    everyService: describedBaseSettings(),
    own: ownSettings(services),
    telemetry: describedVariables,
    stack: stackVariables,
  };
}

/** Two services may read the same variable, if it means the same to both: one value of it reaches both. */
export function ownSettings(services: ReadonlyMap<string, readonly DescribedSetting[]>): OwnSetting[] {
  const byVariable = new Map<string, OwnSetting>();
  for (const [service, settings] of services) {
    for (const setting of settings) {
      const known = byVariable.get(setting.variable);
      if (known && !isSame(known, setting)) {
        throw new Error(
          `${setting.variable} has another meaning or default in ${service} than in ${known.readBy.join(' and ')}: ` +
            'rename it in one, or declare it alike',
        );
      }
      byVariable.set(setting.variable, { ...setting, readBy: [...(known?.readBy ?? []), service] });
    }
  }
  return [...byVariable.values()];
}

function isSame(a: DescribedSetting, b: DescribedSetting): boolean {
  return a.description === b.description && a.default === b.default && a.required === b.required;
}
