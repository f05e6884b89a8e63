// The `shouwang` command: the same doors as the screens', for the terminal. It teaches itself by --help.
import { surviveLostConnections } from '../../db/lost-connection.ts';
import { readConfig } from '../config.ts';
import { COMMANDS } from './commands.ts';

const [name, ...rest] = process.argv.slice(2);

function help(): string {
  const width = Math.max(...COMMANDS.map((command) => command.usage.length));
  return [
    '守望 Shouwang',
    '',
    '用法 Usage: npm run -s shouwang -- <command> [options]',
    '',
    ...COMMANDS.map(
      (command) => `  ${command.usage.padEnd(width)}  ${command.zh}\n  ${''.padEnd(width)}  ${command.en}`,
    ),
    '',
    '每条命令加 --help 有例子。Add --help to a command for its options and examples.',
    '环境 Environment: SHOUWANG_DATA, DATABASE_URL (see .env.example). 服务开着或关着都可以用。Works while the server runs and without it.',
  ].join('\n');
}

async function main(): Promise<number> {
  if (!name || name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) {
    console.error(`没有命令“${name}”。 / No command "${name}".\n\n${help()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log([command.usage, '', command.zh, command.en, '', ...command.help].join('\n'));
    return 0;
  }
  return await command.run(rest);
}

/** With LOG_LEVEL=debug a failure is shown with its stack. */
function isDebugging(): boolean {
  try {
    return readConfig().logLevel === 'debug';
  } catch {
    return false; // the configuration itself is the failure
  }
}

// `… | head` closes the pipe early; that ends nothing but the printing, and the database is still closed in order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// A command that never comes to its end (its database gone, nothing left to wait for) has failed.
process.exitCode = 1;
surviveLostConnections();
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error && !isDebugging() ? error.message : error);
    process.exitCode = 1;
  },
);
