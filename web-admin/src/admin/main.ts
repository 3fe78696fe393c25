import { mount } from 'svelte';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/tones.css';
import './pages/page.css';
import { when_signed_out } from '../api/client';
import App from './App.svelte';

// Back to the same place after signing in; a draft waits in this browser.
when_signed_out(() => location.replace(`/dang-nhap?ve=${encodeURIComponent(location.pathname + location.search)}`));

mount(App, { target: document.getElementById('app')! });
