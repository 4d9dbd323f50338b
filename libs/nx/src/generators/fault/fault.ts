/** A switch that is off at start, and can be switched on only with `WAYBILL_FAULTS=on`. */
export function faultText(name: string, className: string): string {
  const words = name.replaceAll('-', ' ');
  const title = `${words[0]!.toUpperCase()}${words.slice(1)}`;
  return `import { Injectable } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';

/** Off at start. The code that it disturbs looks at \`isOn\`, which costs nothing. */
@Injectable()
export class ${className} {
  readonly #fault;

  constructor(faults: FaultSwitches) {
    this.#fault = faults.declare({
      name: '${name}',
      title: '${title}',
      description: 'Disturbs nothing yet.',
      kind: 'toggle',
      max: 1,
    });
  }

  get isOn(): boolean {
    return this.#fault.value > 0;
  }
}
`;
}

export function faultTestText(name: string, className: string): string {
  return `import { expect, it } from '@jest/globals';
import { FaultSwitches } from '@waybill/messaging';
import { ${className} } from './${name}.fault.js';

it('is off until it is switched on', async () => {
  const faults = new FaultSwitches(true);
  const fault = new ${className}(faults);
  expect(fault.isOn).toBe(false);
  await faults.set('${name}', 1);
  expect(fault.isOn).toBe(true);
});
`;
}
