import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

interface Props {
  text: string | (() => string);
  /** What is copied: "trace id". */
  what: string;
  /** The button's text; without it only the icon is shown. */
  children?: string;
}

/** Copies, and says that it did, or that the browser did not allow it. */
export function CopyButton({ text, what, children }: Props) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 1_500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  const label = children === undefined ? `Copy ${what}` : undefined;
  return (
    <>
      <Button
        size="small"
        variant={children === undefined ? 'quiet' : 'plain'}
        icon={outcome === 'copied' ? 'check' : outcome === 'refused' ? 'alert' : 'copy'}
        aria-label={label}
        title={label}
        onClick={() => void copy()}
      >
        {children}
      </Button>
      <span role="status" className="visually-hidden">
        {outcome === 'copied' && `Copied ${what}`}
        {outcome === 'refused' && `The browser does not allow copying ${what}`}
      </span>
    </>
  );
}

/** An id in full, and the button that copies it. */
export function CopyableId({ id, what }: { id: string; what: string }) {
  return (
    <>
      <code>{id}</code> <CopyButton text={id} what={what} />
    </>
  );
}
