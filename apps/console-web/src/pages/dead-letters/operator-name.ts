import { useState } from 'react';

const STORED_AS = 'waybill.operator-name';

/** Who resolves letters, in their own words: kept with each letter, and in this browser. Nothing verifies it. */
export function operatorName(): string {
  return localStorage.getItem(STORED_AS)?.trim() ?? '';
}

export function useOperatorName(): [name: string, setName: (name: string) => void] {
  const [name, setName] = useState(operatorName);
  return [
    name,
    (changed) => {
      localStorage.setItem(STORED_AS, changed);
      setName(changed);
    },
  ];
}

/** The part of a request that says who sends it. */
export function byOperator(): { by?: string } {
  const by = operatorName();
  return by === '' ? {} : { by };
}
