import type { EventVersion } from '@waybill/console-api';
import { DataTable, type Column } from '../../ui/index.ts';
import styles from './events.module.css';
import { schemaFields, type SchemaField } from './schema-fields.ts';

interface Row {
  name: string;
  /** By version. */
  fields: ReadonlyMap<number, SchemaField>;
}

/** Each field with its type in each version, so that its row shows what was added, removed or changed. */
export function FieldTable({ versions }: { versions: readonly EventVersion[] }) {
  const rows = rowsOf(versions);
  if (rows.length === 0) return <p className={styles.none}>No service reports its fields.</p>;
  const columns: Column<Row>[] = [
    { key: 'name', title: 'Field', width: '240px', cell: ({ name }) => <code>{name}</code> },
    ...versions.map(({ version }): Column<Row> => ({
      key: `v${version}`,
      title: `v${version}`,
      cell: ({ fields }) => <Field field={fields.get(version)} />,
    })),
  ];
  return <DataTable label="Fields" columns={columns} rows={rows} rowKey={({ name }) => name} />;
}

function Field({ field }: { field: SchemaField | undefined }) {
  if (!field) return <span className="soft">–</span>;
  return (
    <>
      {field.type}
      {!field.required && <span className="soft">, optional</span>}
    </>
  );
}

function rowsOf(versions: readonly EventVersion[]): Row[] {
  const rows = new Map<string, Map<number, SchemaField>>();
  for (const { version, schema } of versions) {
    for (const field of schemaFields(schema)) {
      const fields = rows.get(field.name) ?? new Map<number, SchemaField>();
      rows.set(field.name, fields.set(version, field));
    }
  }
  return [...rows].map(([name, fields]) => ({ name, fields }));
}
