// The head of a table: its columns, and one without a visible name for what can be done with a row.
interface TableHeadProps {
  heads: readonly string[];
  /** What the last column holds, for who cannot see it; left out: there is none. */
  acts?: string;
}

export function TableHead({ heads, acts }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
        {acts !== undefined && (
          <th scope="col" className="no-print">
            <span className="visually-hidden">{acts}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
