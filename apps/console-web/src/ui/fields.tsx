import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './fields.module.css';

interface Common {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: string;
}

interface Wired {
  id: string;
  className: string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
}

/** Label, control, and hint or error, associated for assistive technology. */
function Field({ label, hint, error, children }: Common & { children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: styles.input,
        'aria-invalid': error !== undefined || undefined,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className={error === undefined ? 'note' : 'error'}>
          {note}
        </p>
      )}
    </div>
  );
}

interface Value {
  value: string;
  onChange: (value: string) => void;
}

/** Any input of one line: `type` says which. */
export function TextField({
  label,
  hint,
  error,
  onChange,
  ...rest
}: Common & Value & Omit<ComponentProps<'input'>, keyof Value>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wired) => <input type="text" {...rest} {...wired} onChange={(e) => onChange(e.target.value)} />}
    </Field>
  );
}

/** Text of several lines. */
export function TextArea({
  label,
  hint,
  error,
  onChange,
  ...rest
}: Common & Value & Omit<ComponentProps<'textarea'>, keyof Value>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ className, ...wired }) => (
        <textarea
          {...rest}
          {...wired}
          className={classNames(className, styles.area)}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  value,
  onChange,
  options,
}: Common & Value & { options: readonly { value: string; title: string }[] }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wired) => (
        <select {...wired} value={value} onChange={(e) => onChange(e.target.value)}>
          {options.map(({ value: each, title }) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface WordedProps<Value> {
  /** Read out, not shown: the control stands beside its title. */
  label: string;
  value: Value;
  /** The value as it is shown: `on`, `25 %`. */
  words: string;
  onChange: (value: Value) => void;
  disabled?: boolean;
}

/** On or off, applied at once. */
export function Switch({ label, value, words, onChange, disabled }: WordedProps<boolean>) {
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        role="switch"
        aria-label={`${label}: ${words}`}
        checked={value}
        disabled={disabled}
        onChange={(e) => onChange(e.target.checked)}
      />
      {words}
    </label>
  );
}

export function Slider({
  label,
  words,
  onChange,
  ...range
}: WordedProps<number> & { max: number; step: number }) {
  return (
    <div className={styles.slider}>
      <input
        {...range}
        type="range"
        aria-label={label}
        aria-valuetext={words}
        onChange={(e) => onChange(Number(e.target.value))}
      />
      <output className="figures">{words}</output>
    </div>
  );
}
