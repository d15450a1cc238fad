// The browser's half of react.mjs; the server leaves the props in the page.

import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Page } from './react.mjs';

const quiet = { onRecoverableError() {} };
hydrateRoot(document, createElement(Page, JSON.parse(document.getElementById('props').textContent)), quiet);
