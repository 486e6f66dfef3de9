// {{ this is not a template }}: the folder is in skip_render.
document.getElementById('board').textContent = '2048';
