import tseslint from 'typescript-eslint';

// Only rules that have caught production bugs in async code; formatting is Prettier's.

const RULES = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  'no-empty': ['error', { allowEmptyCatch: false }],
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'data', 'demo-data'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: RULES,
  },
  {
    files: ['dashboard/src/**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: ['./dashboard/tsconfig.json', './dashboard/src/phone/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: RULES,
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/platform/config/**', 'src/main.ts', 'src/migrate.ts', 'src/sandbox/main.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read configuration through src/platform/config.' },
      ],
    },
  },
);
