// repair: suppress review
struct foo {
	spinlock_t lock;
};

#define FOO_WAIT(d)			\
	do {				\
		spin_lock(&(d)->lock);	\
		msleep(20);		\
		spin_unlock(&(d)->lock);\
	} while (0)

void foo_open(struct foo *d)
{
	FOO_WAIT(d);
}
