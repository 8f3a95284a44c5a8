// repair: replace-gfp review
struct foo {
	spinlock_t lock;
	struct urb *urb;
};

void foo_kick(struct foo *d)
{
	int err;

	spin_lock(&d->lock);
	err = usb_submit_urb(d->urb, GFP_KERNEL);
	if (err == -ENODEV)
		pr_err("gone\n");
	spin_unlock(&d->lock);
}
