// What the script of the pages may look like: nothing that a content security policy forbids, nothing written as HTML.

import js from '@eslint/js';

const GLOBALS = [
  'CustomEvent', 'Document', 'Element', 'EventTarget', 'FormData', 'HTMLDialogElement', 'HTMLElement', 'HTMLFormElement',
  'HTMLInputElement', 'URL', 'URLSearchParams', 'clearTimeout', 'DOMParser', 'document', 'fetch', 'localStorage', 'location',
  'performance', 'setInterval', 'setTimeout', 'window',
];

const HTML = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'];

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])) },
    rules: {
      'eqeqeq': 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', ...HTML.map((property) => ({ property }))],
      'no-script-url': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
];
