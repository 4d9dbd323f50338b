import { MessagingError } from '../errors.js';
import type { FaultState } from '../inspection/protocol.js';

/** What a switch is, for people. */
export type FaultDefinition = Omit<FaultState, 'value'>;

/** A fault as the code that it disturbs reads it: reading costs no more than a number. */
export interface Fault {
  /** 0 is off. */
  readonly value: number;
}

/** This process was not started with faults allowed. */
export class FaultsNotAllowed extends MessagingError {
  readonly code = 'FAULTS_NOT_ALLOWED';
}

export class UnknownFault extends MessagingError {
  readonly code = 'UNKNOWN_FAULT';
}

export class InvalidFaultValue extends MessagingError {
  readonly code = 'INVALID_FAULT_VALUE';
}

interface Declared {
  definition: FaultDefinition;
  fault: { value: number };
  onChange: (value: number) => void | Promise<void>;
}

/**
 * The faults that can be injected into this process, to see what they do and that nothing is lost. All are off at the
 * start, and off again after a restart. If faults are not allowed, every switch stays off.
 */
export class FaultSwitches {
  readonly #declared = new Map<string, Declared>();

  constructor(
    /** `WAYBILL_FAULTS=on`. Never in production. */
    readonly allowed: boolean,
  ) {}

  /**
   * Adds a switch, for a disturbance of the service's own.
   *
   * @param onChange runs before the new value holds, and prevents it by throwing
   * @throws TypeError the name is taken
   */
  declare(definition: FaultDefinition, onChange: Declared['onChange'] = () => undefined): Fault {
    if (this.#declared.has(definition.name)) {
      throw new TypeError(`two faults are named ${definition.name}: each switch needs a name of its own`);
    }
    const fault = { value: 0 };
    this.#declared.set(definition.name, { definition, fault, onChange });
    return fault;
  }

  list(): FaultState[] {
    return this.allowed ? [...this.#declared.values()].map(stateOf) : [];
  }

  /**
   * @param value 0 switches it off
   * @throws FaultsNotAllowed, UnknownFault, InvalidFaultValue, and what the switch itself refuses with
   */
  async set(name: string, value: number): Promise<FaultState> {
    if (!this.allowed) {
      throw new FaultsNotAllowed(
        'faults are not allowed in this service: start it with WAYBILL_FAULTS=on, never in production',
      );
    }
    const declared = this.#declared.get(name);
    if (!declared) {
      const known = [...this.#declared.keys()].join(', ');
      throw new UnknownFault(`this service has no fault "${name}", only: ${known || 'none'}`);
    }
    const { max } = declared.definition;
    if (!Number.isInteger(value) || value < 0 || value > max) {
      throw new InvalidFaultValue(`${name} takes a whole number from 0 to ${max}, not ${value}`);
    }
    await declared.onChange(value);
    declared.fault.value = value;
    return stateOf(declared);
  }
}

function stateOf({ definition, fault }: Declared): FaultState {
  return { ...definition, value: fault.value };
}
