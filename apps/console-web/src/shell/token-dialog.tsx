import { useState, useSyncExternalStore, type FormEvent } from 'react';
import { consoleToken, type TokenQuestion } from '../api/console-token.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';

/** Opens when the server requires a token for a change; the change waits until the reader enters one or closes the dialog. */
export function TokenDialog() {
  const question = useSyncExternalStore(consoleToken.subscribe, () => consoleToken.question);
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
    <form className="stack" onSubmit={submit}>
      <p>
        Other machines can reach this console, so changes require its token: the <code>CONSOLE_TOKEN</code>{' '}
        that its server was started with. Reading requires none.
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
        error={question.refused ? 'This is not the console’s token.' : undefined}
      />
      <div>
        <Button type="submit" variant="primary" disabled={token.trim() === ''}>
          Continue with the change
        </Button>
      </div>
    </form>
  );
}
