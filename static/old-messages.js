// A screen that the browser kept and shows again after Back says nothing of what was done long before.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const message of document.querySelectorAll(".messages .success")) message.remove();
});
