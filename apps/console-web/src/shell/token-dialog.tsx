import { useState, useSyncExternalStore, type FormEvent } from 'react';
import { consoleToken, type TokenQuestion } from '../api/console-token.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import styles from './token-dialog.module.css';

const subscribe = (listener: () => void) => consoleToken.subscribe(listener);

/** Opens by itself when the server wants a token for a change; the change waits for the answer. */
export function TokenDialog() {
  const question = useSyncExternalStore(subscribe, () => consoleToken.question);
  return (
    <Dialog
      open={question !== undefined}
      title="This change needs the console’s token"
      onClose={() => consoleToken.answer(undefined)}
    >
      {question && <TokenForm question={question} />}
    </Dialog>
  );
}

function TokenForm({ question }: { question: TokenQuestion }) {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) consoleToken.answer(token.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>
        Other machines can reach this console, so whoever changes something has to show its token: the{' '}
        <code>CONSOLE_TOKEN</code> that its server was started with. Reading needs none.
      </p>
      <TextField
        label="Token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={token}
        onChange={setToken}
        hint="Kept in this tab until you close it."
        fault={question.refused ? 'The token that was tried is not the console’s.' : undefined}
      />
      <Button type="submit" variant="primary" disabled={token.trim() === ''}>
        Go on with the change
      </Button>
    </form>
  );
}
