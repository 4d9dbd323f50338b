import { useEffect, useState } from 'react';
import { Button, IconButton, type ButtonLook } from './button.tsx';

interface Props extends Pick<ButtonLook, 'size' | 'variant'> {
  text: string | (() => string);
  /** What is copied: "trace id". */
  what: string;
  /** Says so in the button; else only the icon is shown. */
  children?: string;
}

/** Copies, and says that it did, or that the browser would not let it. */
export function CopyButton({ text, what, children, size = 'small', variant }: Props) {
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
  const icon = outcome === 'copied' ? 'check' : outcome === 'refused' ? 'alert' : 'copy';
  return (
    <>
      {children ? (
        <Button size={size} variant={variant} icon={icon} onClick={() => void copy()}>
          {children}
        </Button>
      ) : (
        <IconButton size={size} icon={icon} label={`Copy ${what}`} onClick={() => void copy()} />
      )}
      <span role="status" className="only-heard">
        {outcome === 'copied' && `Copied ${what}`}
        {outcome === 'refused' && `The browser does not allow copying ${what}`}
      </span>
    </>
  );
}
