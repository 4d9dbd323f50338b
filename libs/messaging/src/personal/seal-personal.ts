import { isWithheld, type EventContract } from '../contract/index.js';
import { mapFields } from '../contract/personal.js';
import { InvalidMessage } from '../errors.js';
import { askContract } from '../message/ask-contract.js';
import { shown } from '../thrown.js';
import { seal, type SubjectKey } from './sealed-value.js';

/** By data subject. */
export type SealingKeys = ReadonlyMap<string, SubjectKey>;

/**
 * The data as JSON, its personal fields sealed.
 *
 * @throws InvalidMessage without a key of the data subject, or a field was withheld from the one who publishes it
 */
export function sealPersonal<Data>(
  contract: EventContract<Data>,
  id: string,
  data: Data,
  keys: SealingKeys | undefined,
): string {
  const { name, personal = [] } = contract;
  const key = keys?.get(dataSubjectOf(contract, data));
  if (!key) {
    throw new InvalidMessage(
      `${name} has personal fields, whose keys are in the database: publish it through the outbox`,
    );
  }
  const sealed = mapFields(data, personal, (value, path) => {
    if (!isWithheld(value)) return seal(key, { id, name, path }, value);
    if (value.withheld === 'erased') return value;
    throw new InvalidMessage(
      `${path} of ${name} was withheld from this handler and would be lost: subscribe with personal: true`,
    );
  });
  return JSON.stringify(sealed);
}

/** @throws InvalidMessage the contract gives none */
export function dataSubjectOf<Data>(contract: EventContract<Data>, data: Data): string {
  const dataSubject: unknown = askContract(contract, 'dataSubject', data);
  if (typeof dataSubject === 'string' && dataSubject !== '') return dataSubject;
  throw new InvalidMessage(
    `${contract.name} has ${shown(dataSubject)} for a data subject: dataSubject(data) must return a string that is not empty`,
  );
}
