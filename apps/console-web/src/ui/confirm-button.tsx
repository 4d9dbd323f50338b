import { useState, type ReactNode } from 'react';
import { Button, type ButtonLook } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';

interface Props extends ButtonLook {
  /** "Discard 12 letters?" */
  question: string;
  /** What will happen, and whether it can be undone. */
  explanation?: ReactNode;
  /** The deed, as the confirming button says it: "Discard". */
  confirm: string;
  /** The dialog stays open and says why where it rejects. */
  onConfirm: () => void | Promise<unknown>;
  disabled?: boolean;
  children: ReactNode;
}

/** A button that asks first. */
export function ConfirmButton({ question, explanation, confirm, onConfirm, children, ...look }: Props) {
  const [open, setOpen] = useState(false);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setOpen(false);
    setError(undefined);
  };
  const run = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog
        open={open}
        title={question}
        onClose={close}
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant={look.variant === 'danger' ? 'danger' : 'primary'}
              disabled={running}
              onClick={() => void run()}
            >
              {running ? `${confirm} …` : confirm}
            </Button>
          </>
        }
      >
        {explanation}
        {error !== undefined && <ErrorNotice error={error} />}
      </Dialog>
    </>
  );
}
