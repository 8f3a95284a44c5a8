// Functions of include/ that reach a sleeping call on their straight path. Derived from Linux 6.1.192 by the closure of
// a call graph over 165,113 functions (calls in branches, loops and behind && and || do not count), whose seeds are
// might_sleep(), the scheduler, the sleeping locks and allocations with a literal GFP_KERNEL; then only what a header
// declares was kept, what returns early for another reason than an error or a missing argument was split off, and what
// calls one of the known sleepers on its straight path was added.
// A line: name, how it sleeps (m mutex, r semaphore, s might_sleep, w waits, a allocates, u user memory, c by a call),
// the function that does it (- itself), where the name is defined; in the second list also the function that may
// return before.

/** One function a line: sleeps whenever it does its work. */
export const derivedSleepers = `
__acomp_request_alloc a - include/crypto/internal/acompress.h:37
__acpi_video_get_backlight_type m - drivers/acpi/video_detect.c:832
__apr_driver_register a bus_add_driver drivers/soc/qcom/apr.c:675
__auxiliary_device_add m device_lock drivers/base/auxiliary.c:313
__auxiliary_driver_register a bus_add_driver drivers/base/auxiliary.c:377
__bh_read a submit_bh_wbc fs/buffer.c:2968
__blk_alloc_disk a blk_alloc_queue block/genhd.c:1462
__blk_mq_alloc_disk a blk_alloc_queue block/blk-mq.c:4199
__break_lease a locks_alloc_lock fs/locks.c:1471
__cfg80211_alloc_reply_skb a - net/wireless/nl80211.c:15156
__clk_hw_register_divider a - drivers/clk/clk-divider.c:537
__clk_hw_register_gate a - drivers/clk/clk-gate.c:127
__clk_hw_register_mux a - drivers/clk/clk-mux.c:149
__clocksource_register m __clocksource_register_scale include/linux/clocksource.h:239
__clocksource_register_scale m - kernel/time/clocksource.c:1197
__cpuhp_remove_state m __cpuhp_remove_state_cpuslocked kernel/cpu.c:2284
__cpuhp_remove_state_cpuslocked m - kernel/cpu.c:2246
__cpuhp_setup_state s percpu_down_read kernel/cpu.c:2182
__cpuhp_setup_state_cpuslocked m - kernel/cpu.c:2123
__cpuhp_state_add_instance s percpu_down_read kernel/cpu.c:2093
__cpuhp_state_remove_instance m - kernel/cpu.c:2198
__devm_alloc_percpu a __alloc_percpu drivers/base/devres.c:1201
__devm_clk_hw_register_divider a - drivers/clk/clk-divider.c:663
__devm_clk_hw_register_gate a - drivers/clk/clk-gate.c:232
__devm_clk_hw_register_mux a - drivers/clk/clk-mux.c:215
__devm_drm_dev_alloc a - drivers/gpu/drm/drm_drv.c:694
__devm_iio_device_register a devm_add_action drivers/iio/industrialio-core.c:2046
__devm_iio_trigger_alloc a - drivers/iio/industrialio-trigger.c:656
__devm_irq_alloc_descs a - kernel/irq/devres.c:178
__devm_mdiobus_register a - drivers/net/phy/mdio_devres.c:73
__devm_mutex_init a devm_add_action kernel/locking/mutex-debug.c:98
__devm_of_mdiobus_register a - drivers/net/phy/mdio_devres.c:107
__devm_of_phy_provider_register a - drivers/phy/phy-core.c:1151
__devm_pci_epc_create a - drivers/pci/endpoint/pci-epc-core.c:818
__devm_regmap_init_ac97 a __devm_regmap_init drivers/base/regmap/regmap-ac97.c:79
__devm_regmap_init_i2c a __devm_regmap_init drivers/base/regmap/regmap-i2c.c:385
__devm_regmap_init_i3c a __devm_regmap_init drivers/base/regmap/regmap-i3c.c:48
__devm_regmap_init_mdio a __devm_regmap_init drivers/base/regmap/regmap-mdio.c:97
__devm_regmap_init_mmio_clk a regmap_mmio_gen_context drivers/base/regmap/regmap-mmio.c:596
__devm_regmap_init_sccb a __devm_regmap_init drivers/base/regmap/regmap-sccb.c:113
__devm_regmap_init_sdw a __devm_regmap_init drivers/base/regmap/regmap-sdw.c:72
__devm_regmap_init_sdw_mbq a __devm_regmap_init drivers/base/regmap/regmap-sdw-mbq.c:84
__devm_regmap_init_slimbus a __devm_regmap_init drivers/base/regmap/regmap-slimbus.c:55
__devm_regmap_init_spi a __devm_regmap_init drivers/base/regmap/regmap-spi.c:153
__devm_regmap_init_spi_avmm a spi_avmm_bridge_ctx_gen drivers/base/regmap/regmap-spi-avmm.c:690
__devm_regmap_init_spmi_base a __devm_regmap_init drivers/base/regmap/regmap-spmi.c:95
__devm_regmap_init_spmi_ext a __devm_regmap_init drivers/base/regmap/regmap-spmi.c:215
__devm_regmap_init_sunxi_rsb a __devm_regmap_init drivers/bus/sunxi-rsb.c:490
__devm_regmap_init_w1 a __devm_regmap_init drivers/base/regmap/regmap-w1.c:221
__devm_reset_control_bulk_get a - drivers/reset/core.c:1070
__devm_rtc_register_device a devm_add_action drivers/rtc/class.c:389
__devm_spi_alloc_controller a - drivers/spi/spi.c:2981
__devm_uio_register_device a - drivers/uio/uio.c:1019
__drm_universal_plane_alloc a - drivers/gpu/drm/drm_plane.c:451
__drmm_add_action a - drivers/gpu/drm/drm_managed.c:137
__drmm_add_action_or_reset a __drmm_add_action drivers/gpu/drm/drm_managed.c:165
__drmm_crtc_alloc_with_planes a - drivers/gpu/drm/drm_crtc.c:456
__drmm_encoder_alloc a - drivers/gpu/drm/drm_encoder.c:240
__drmm_simple_encoder_alloc a __drmm_encoder_alloc drivers/gpu/drm/drm_simple_kms_helper.c:77
__drmm_universal_plane_alloc a - drivers/gpu/drm/drm_plane.c:412
__flush_workqueue m - kernel/workqueue.c:2804
__fsl_mc_driver_register a bus_add_driver drivers/bus/fsl-mc/fsl-mc-bus.c:496
__gameport_register_driver a bus_add_driver drivers/input/gameport/gameport.c:718
__generic_file_fsync r inode_lock fs/libfs.c:1143
__hid_register_driver a bus_add_driver drivers/hid/hid-core.c:2993
__hid_request a - drivers/hid/hid-core.c:1963
__ib_alloc_cq a - drivers/infiniband/core/cq.c:212
__ib_alloc_cq_any a __ib_alloc_cq drivers/infiniband/core/cq.c:297
__ieee80211_create_tpt_led_trigger a - net/mac80211/led.c:289
__iio_trigger_alloc a viio_trigger_alloc drivers/iio/industrialio-trigger.c:614
__iomap_dio_rw a - fs/iomap/direct-io.c:480
__irq_alloc_descs m - kernel/irq/irqdesc.c:791
__irq_alloc_domain_generic_chips a - kernel/irq/generic-chip.c:285
__irq_domain_add a __irq_domain_create kernel/irq/irqdomain.c:245
__irq_domain_alloc_fwnode a - kernel/irq/irqdomain.c:76
__irq_domain_alloc_irqs m - kernel/irq/irqdomain.c:1554
__kfifo_from_user u kfifo_copy_from_user lib/kfifo.c:210
__kfifo_to_user u kfifo_copy_to_user lib/kfifo.c:270
__list_lru_init a - mm/list_lru.c:559
__lock_buffer s wait_on_bit_lock_io fs/buffer.c:67
__lock_sock_fast s - net/core/sock.c:3558
__max730x_remove r gpiochip_remove drivers/gpio/gpio-max730x.c:223
__mdiobus_register m mdiobus_setup_mdiodev_from_board_info drivers/net/phy/mdio_bus.c:531
__mei_cldev_driver_register a bus_add_driver drivers/misc/mei/bus.c:1373
__memcat_p a - lib/memcat_p.c:10
__mmu_notifier_register m mm_take_all_locks mm/mmu_notifier.c:629
__moxtet_register_driver a bus_add_driver drivers/bus/moxtet.c:111
__netif_set_xps_queue m - net/core/dev.c:2615
__netlink_dump_start m - net/netlink/af_netlink.c:2292
__netlink_kernel_create a - net/netlink/af_netlink.c:1984
__netpoll_cleanup s __wait_for_common net/core/netpoll.c:836
__netpoll_free s rcu_blocking_is_gp net/core/netpoll.c:865
__nodemask_parse_user a memdup_user_nul include/linux/nodemask.h:341
__of_phy_provider_register a - drivers/phy/phy-core.c:1088
__of_reset_control_get m - drivers/reset/core.c:817
__pci_epc_create a - drivers/pci/endpoint/pci-epc-core.c:758
__pci_epf_register_driver a bus_add_driver drivers/pci/endpoint/pci-epf-core.c:397
__pci_hp_initialize m pci_create_slot drivers/pci/hotplug/pci_hotplug_core.c:438
__pci_hp_register m pci_hp_add drivers/pci/hotplug/pci_hotplug_core.c:404
__pci_reset_function_locked s - drivers/pci/pci.c:5382
__platform_create_bundle a platform_device_alloc drivers/base/platform.c:972
__platform_driver_probe a bus_add_driver drivers/base/platform.c:906
__ps2_command w - drivers/input/serio/libps2.c:227
__rdma_create_kernel_id a __rdma_create_id drivers/infiniband/core/cma.c:1009
__refrigerator w - kernel/freezer.c:62
__register_blkdev m - block/genhd.c:219
__register_rpmsg_driver a bus_add_driver drivers/rpmsg/rpmsg_core.c:660
__regmap_init_ac97 a __regmap_init drivers/base/regmap/regmap-ac97.c:69
__regmap_init_i2c a __regmap_init drivers/base/regmap/regmap-i2c.c:370
__regmap_init_mdio a __regmap_init drivers/base/regmap/regmap-mdio.c:80
__regmap_init_mmio_clk a regmap_mmio_gen_context drivers/base/regmap/regmap-mmio.c:579
__regmap_init_sccb a __regmap_init drivers/base/regmap/regmap-sccb.c:98
__regmap_init_sdw a __regmap_init drivers/base/regmap/regmap-sdw.c:56
__regmap_init_sdw_mbq a __regmap_init drivers/base/regmap/regmap-sdw-mbq.c:68
__regmap_init_slimbus a __regmap_init drivers/base/regmap/regmap-slimbus.c:41
__regmap_init_spi a __regmap_init drivers/base/regmap/regmap-spi.c:139
__regmap_init_spi_avmm a spi_avmm_bridge_ctx_gen drivers/base/regmap/regmap-spi-avmm.c:667
__regmap_init_spmi_base a __regmap_init drivers/base/regmap/regmap-spmi.c:85
__regmap_init_spmi_ext a __regmap_init drivers/base/regmap/regmap-spmi.c:205
__regmap_init_w1 a __regmap_init drivers/base/regmap/regmap-w1.c:205
__request_percpu_irq a - kernel/irq/manage.c:2592
__ring_buffer_alloc a - kernel/trace/ring_buffer.c:1833
__root_device_register a - drivers/base/core.c:4347
__sb_start_write s percpu_down_read include/linux/fs.h:1895
__seq_open_private a - fs/seq_file.c:630
__serdev_device_driver_register a bus_add_driver drivers/tty/serdev/core.c:839
__serio_register_driver a bus_add_driver drivers/input/serio/serio.c:810
__snd_seq_driver_register a bus_add_driver sound/core/seq_device.c:248
__spi_alloc_controller a - drivers/spi/spi.c:2920
__spi_register_driver a bus_add_driver drivers/spi/spi.c:496
__static_call_update m static_call_lock kernel/static_call_inline.c:123
__static_key_deferred_flush s start_flush_work kernel/jump_label.c:356
__sync_dirty_buffer s lock_buffer fs/buffer.c:2729
__uio_register_device a - drivers/uio/uio.c:918
__usb_create_hcd a - drivers/usb/core/hcd.c:2577
__v4l2_async_nf_add_fwnode a - drivers/media/v4l2-core/v4l2-async.c:686
__v4l2_async_nf_add_fwnode_remote a __v4l2_async_nf_add_fwnode drivers/media/v4l2-core/v4l2-async.c:712
__v4l2_async_nf_add_i2c a - drivers/media/v4l2-core/v4l2-async.c:734
__v4l2_async_nf_add_subdev m - drivers/media/v4l2-core/v4l2-async.c:666
__v4l2_ctrl_modify_dimensions a - drivers/media/v4l2-core/v4l2-ctrls-api.c:988
__v4l2_subdev_init_finalize a __v4l2_subdev_state_alloc drivers/media/v4l2-core/v4l2-subdev.c:1021
__v4l2_subdev_state_alloc a - drivers/media/v4l2-core/v4l2-subdev.c:961
__virtio_cread_many s - include/linux/virtio_config.h:498
__wait_on_buffer w - fs/buffer.c:120
_copy_from_user s - include/linux/uaccess.h:121
_copy_to_user s - include/linux/uaccess.h:141
_down_write_nest_lock s - kernel/locking/rwsem.c:1664
_ib_alloc_device a - drivers/infiniband/core/device.c:583
_mutex_lock_nest_lock s __mutex_lock_common kernel/locking/rtmutex_api.c:527
_rt_mutex_lock_nest_lock s __rt_mutex_lock_common kernel/locking/rtmutex_api.c:56
_snd_ctl_add_follower a - sound/core/vmaster.c:252
_snd_hdac_read_parm m reg_raw_read sound/hda/hdac_device.c:293
_torture_create_kthread a torture_shuffle_task_register kernel/torture.c:928
_vdpa_unregister_device c device_unregister drivers/vdpa/vdpa.c:277
_vfio_alloc_device a - drivers/vfio/vfio_main.c:376
abx500_register_ops a - drivers/mfd/abx500-core.c:36
acomp_request_alloc a __acomp_request_alloc crypto/acompress.c:120
acpi_alloc_fwnode_static a - include/linux/acpi.h:50
acpi_bind_one a - drivers/acpi/glue.c:228
acpi_cppc_processor_probe a - drivers/acpi/cppc_acpi.c:681
acpi_create_platform_device a platform_device_alloc drivers/acpi/acpi_platform.c:97
acpi_dev_clear_dependencies m acpi_walk_dep_device_list drivers/acpi/scan.c:2369
acpi_dev_found m - drivers/acpi/utils.c:833
acpi_dev_get_memory_resources c acpi_dev_get_resources drivers/acpi/resource.c:997
acpi_dev_get_next_consumer_dev m acpi_walk_dep_device_list drivers/acpi/scan.c:2403
acpi_dev_resume m acpi_device_wakeup_disable drivers/acpi/device_pm.c:1034
acpi_disable_wakeup_device_power m - drivers/acpi/power.c:757
acpi_dma_controller_free m - drivers/dma/acpi-dma.c:217
acpi_dma_controller_register a - drivers/dma/acpi-dma.c:173
acpi_dma_request_slave_chan_by_index m - drivers/dma/acpi-dma.c:370
acpi_dma_request_slave_chan_by_name m acpi_dma_request_slave_chan_by_index drivers/dma/acpi-dma.c:440
acpi_evaluate_dsm_typed c acpi_evaluate_dsm include/acpi/acpi_bus.h:57
acpi_evaluate_ej0 c acpi_execute_simple_method drivers/acpi/utils.c:613
acpi_evaluate_lck c acpi_execute_simple_method drivers/acpi/utils.c:633
acpi_evaluate_ost c acpi_evaluate_object drivers/acpi/utils.c:460
acpi_evaluate_reference c acpi_evaluate_object drivers/acpi/utils.c:333
acpi_get_local_address c acpi_evaluate_integer drivers/acpi/utils.c:280
acpi_get_pci_dev m - drivers/acpi/pci_root.c:313
acpi_get_physical_device_location c acpi_evaluate_object drivers/acpi/utils.c:416
acpi_get_subsystem_id c acpi_evaluate_object drivers/acpi/utils.c:296
acpi_gsi_to_irq m irq_find_matching_fwspec drivers/acpi/irq.c:28
acpi_initialize_hp_context m acpi_lock_hp_context drivers/acpi/scan.c:75
acpi_iommu_fwspec_init c iommu_fwspec_init drivers/acpi/scan.c:1544
acpi_irq_create_hierarchy m irq_find_matching_fwspec drivers/acpi/irq.c:335
acpi_lock_hp_context m - drivers/acpi/scan.c:65
acpi_notifier_call_chain c blocking_notifier_call_chain drivers/acpi/event.c:27
acpi_os_get_iomem m - drivers/acpi/osl.c:249
acpi_os_ioremap m ioremap include/acpi/acpi_io.h:10
acpi_os_map_generic_address m acpi_os_map_iomem drivers/acpi/osl.c:452
acpi_os_map_iomem m - drivers/acpi/osl.c:324
acpi_os_map_memory m acpi_os_map_iomem drivers/acpi/osl.c:376
acpi_os_unmap_iomem m - drivers/acpi/osl.c:418
acpi_os_unmap_memory m acpi_os_unmap_iomem drivers/acpi/osl.c:446
acpi_os_wait_events_complete c flush_workqueue drivers/acpi/osl.c:1138
acpi_pm_set_device_wakeup m __acpi_device_wakeup_enable drivers/acpi/device_pm.c:936
acpi_processor_preregister_performance a - drivers/acpi/processor_perflib.c:601
acpi_processor_register_performance m - drivers/acpi/processor_perflib.c:753
acpi_processor_unregister_performance m - drivers/acpi/processor_perflib.c:790
acpi_reconfig_notifier_register r __blocking_notifier_chain_register drivers/acpi/scan.c:2702
acpi_reconfig_notifier_unregister r blocking_notifier_chain_unregister drivers/acpi/scan.c:2708
acpi_register_debugger m - drivers/acpi/osl.c:858
acpi_register_lps0_dev m lock_system_sleep drivers/acpi/x86/s2idle.c:569
acpi_scan_lock_acquire m - drivers/acpi/scan.c:53
acpi_spi_device_alloc a spi_alloc_device drivers/spi/spi.c:2641
acpi_subsys_runtime_resume m acpi_device_wakeup_disable drivers/acpi/device_pm.c:1070
acpi_unbind_one m - drivers/acpi/glue.c:319
acpi_unregister_debugger m - drivers/acpi/osl.c:878
acpi_unregister_gsi m irq_find_matching_fwspec drivers/acpi/irq.c:84
acpi_unregister_wakeup_handler m - drivers/acpi/wakeup.c:143
acpi_video_backlight_use_native m __acpi_video_get_backlight_type include/acpi/video.h:79
acpi_video_get_backlight_type m __acpi_video_get_backlight_type include/acpi/video.h:74
acpi_video_register m - drivers/acpi/acpi_video.c:2210
acpi_video_register_backlight m - drivers/acpi/acpi_video.c:2269
acpi_video_unregister m - drivers/acpi/acpi_video.c:2256
ad_sd_calibrate c spi_bus_lock drivers/iio/adc/ad_sigma_delta.c:205
ad_sd_reset a - drivers/iio/adc/ad_sigma_delta.c:185
ad_sigma_delta_single_conversion c iio_device_claim_direct_mode drivers/iio/adc/ad_sigma_delta.c:276
adb_get_infos m - drivers/macintosh/adb.c:589
adb_register m - drivers/macintosh/adb.c:470
adb_try_handler_change m - drivers/macintosh/adb.c:575
add_memory m lock_device_hotplug mm/memory_hotplug.c:1448
add_memory_driver_managed m lock_device_hotplug mm/memory_hotplug.c:1481
adis_check_status m - include/linux/iio/imu/adis.h:421
adis_dev_lock m - include/linux/iio/imu/adis.h:444
adis_enable_irq m - include/linux/iio/imu/adis.h:410
adis_initial_startup m - include/linux/iio/imu/adis.h:433
adis_read_reg m - include/linux/iio/imu/adis.h:265
adis_read_reg_16 m adis_read_reg include/linux/iio/imu/adis.h:319
adis_read_reg_32 m adis_read_reg include/linux/iio/imu/adis.h:338
adis_reset m - include/linux/iio/imu/adis.h:149
adis_single_conversion m - drivers/iio/imu/adis.c:473
adis_update_bits_base m - include/linux/iio/imu/adis.h:363
adis_write_reg m - include/linux/iio/imu/adis.h:246
adis_write_reg_16 m adis_write_reg include/linux/iio/imu/adis.h:295
adis_write_reg_32 m adis_write_reg include/linux/iio/imu/adis.h:307
adis_write_reg_8 m adis_write_reg include/linux/iio/imu/adis.h:283
adp5520_clr_bits m - drivers/mfd/adp5520.c:123
adp5520_set_bits m - drivers/mfd/adp5520.c:103
adp5520_unregister_notifier m adp5520_clr_bits drivers/mfd/adp5520.c:161
aead_geniv_alloc a - crypto/geniv.c:41
aead_init_geniv m crypto_get_default_rng crypto/geniv.c:109
aead_register_instance r crypto_register_instance crypto/aead.c:285
af_alg_accept s lock_sock_nested crypto/af_alg.c:274
af_alg_alloc_areq a - crypto/af_alg.c:1072
af_alg_register_type r - crypto/af_alg.c:56
af_alg_sendmsg s lock_sock_nested crypto/af_alg.c:802
af_alg_unregister_type r - crypto/af_alg.c:86
agp_unbind_memory c remove_memory drivers/char/agp/generic.c:448
ahash_register_instance r crypto_register_instance crypto/ahash.c:632
ahci_platform_disable_clks c clk_bulk_disable_unprepare drivers/ata/libahci_platform.c:152
ahci_platform_disable_regulators c regulator_disable drivers/ata/libahci_platform.c:250
ahci_platform_disable_resources c ahci_platform_disable_clks drivers/ata/libahci_platform.c:327
ahci_platform_enable_clks c clk_bulk_prepare_enable drivers/ata/libahci_platform.c:138
ahci_platform_enable_regulators c regulator_enable drivers/ata/libahci_platform.c:208
ahci_platform_enable_resources c ahci_platform_enable_regulators drivers/ata/libahci_platform.c:281
ahci_platform_get_resources c devres_open_group drivers/ata/libahci_platform.c:479
ahci_platform_init_host c platform_get_irq drivers/ata/libahci_platform.c:706
akcipher_register_instance r crypto_register_instance crypto/akcipher.c:155
all_vm_events s percpu_down_read mm/vmstat.c:130
alloc_apertures a - include/linux/fb.h:519
alloc_dax a - drivers/dax/super.c:447
alloc_fddidev c alloc_netdev net/802/fddi.c:171
alloc_file_pseudo a __d_alloc fs/file_table.c:254
alloc_free_mem_region a get_free_mem_region kernel/resource.c:1997
alloc_hdlcdev c alloc_netdev drivers/net/wan/hdlc.c:251
alloc_irq_cpu_rmap a - include/linux/cpu_rmap.h:58
alloc_mdio_bitbang c mdiobus_alloc drivers/net/mdio/mdio-bitbang.c:207
alloc_memory_type a - mm/memory-tiers.c:548
alloc_netdev_mq c alloc_netdev_mqs include/linux/netdevice.h:4534
altera_init a - drivers/misc/altera-stapl/altera.c:2373
amba_device_add c device_add drivers/amba/bus.c:553
amba_device_alloc a - drivers/amba/bus.c:605
amba_driver_register c driver_register drivers/amba/bus.c:508
amba_driver_unregister c driver_unregister drivers/amba/bus.c:527
amba_request_regions c request_mem_region drivers/amba/bus.c:672
amd_iommu_bind_pasid s - drivers/iommu/amd/iommu_v2.c:598
amd_iommu_init_device s - drivers/iommu/amd/iommu_v2.c:731
amd_iommu_unbind_pasid s - drivers/iommu/amd/iommu_v2.c:683
analogix_dp_remove c clk_disable_unprepare drivers/gpu/drm/bridge/analogix/analogix_dp_core.c:1857
anon_inode_getfd a __d_alloc fs/anon_inodes.c:239
anon_inode_getfd_secure a __d_alloc fs/anon_inodes.c:262
anon_inode_getfile a __d_alloc fs/anon_inodes.c:156
anon_transport_class_register m attribute_container_register drivers/base/transport_class.c:91
anon_transport_class_unregister m attribute_container_unregister drivers/base/transport_class.c:113
anon_vma_lock_read r - include/linux/rmap.h:129
anon_vma_lock_write r - include/linux/rmap.h:119
aperture_remove_conflicting_devices c sysfb_disable drivers/video/aperture.c:285
apple_gmux_present m acpi_dev_found include/linux/apple-gmux.h:125
apple_rtkit_quiesce s __wait_for_common drivers/soc/apple/rtkit.c:895
apple_rtkit_reinit c mbox_free_channel drivers/soc/apple/rtkit.c:778
apple_rtkit_shutdown s __wait_for_common drivers/soc/apple/rtkit.c:877
apr_driver_unregister w klist_remove drivers/soc/qcom/apr.c:689
arch_static_call_transform m - arch/x86/kernel/static_call.c:155
arizona_clk32k_disable m - drivers/mfd/arizona-core.c:79
arizona_clk32k_enable m - drivers/mfd/arizona-core.c:37
arizona_free_irq m irq_create_mapping_affinity drivers/mfd/arizona-irq.c:54
arizona_request_irq a request_threaded_irq drivers/mfd/arizona-irq.c:42
arizona_set_irq_wake m irq_create_mapping_affinity drivers/mfd/arizona-irq.c:64
as3722_irq_get_virq m irq_create_mapping_affinity include/linux/mfd/as3722.h:414
asoc_simple_init_priv a - sound/soc/generic/simple-card-utils.c:799
asoc_simple_parse_clk c devm_get_clk_from_child sound/soc/generic/simple-card-utils.c:247
asoc_simple_set_dailink_name c devm_kvasprintf sound/soc/generic/simple-card-utils.c:184
asymmetric_key_generate_id a - crypto/asymmetric_keys/asymmetric_type.c:150
async_synchronize_cookie_domain w - kernel/async.c:308
ata_acpi_gtm c acpi_evaluate_object drivers/ata/libata-acpi.c:287
ata_acpi_stm c acpi_evaluate_object drivers/ata/libata-acpi.c:347
ata_host_alloc_pinfo a ata_host_alloc drivers/ata/libata-core.c:5662
ata_pci_bmdma_init_one a ata_pci_init_one drivers/ata/libata-sff.c:3238
ata_pci_bmdma_prepare_host a ata_pci_sff_prepare_host drivers/ata/libata-sff.c:3206
ata_pci_remove_one c ata_host_detach drivers/ata/libata-core.c:6191
ata_pci_sff_activate_host a - drivers/ata/libata-sff.c:2344
ata_pci_sff_init_one a ata_pci_init_one drivers/ata/libata-sff.c:2515
ata_pci_sff_prepare_host a - drivers/ata/libata-sff.c:2297
ata_platform_remove_one c ata_host_detach drivers/ata/libata-core.c:6322
ata_sas_port_alloc a ata_port_alloc drivers/ata/libata-sata.c:1118
ata_sas_tport_add m attribute_container_add_device drivers/ata/libata-sata.c:1222
ata_sas_tport_delete m device_lock drivers/ata/libata-sata.c:1228
ata_scsi_slave_destroy m device_links_write_lock drivers/ata/libata-scsi.c:1212
ata_sff_wait_ready c ata_wait_ready drivers/ata/libata-sff.c:264
ata_slave_link_init a - drivers/ata/libata-sata.c:733
atc260x_device_probe a devm_mfd_add_devices drivers/mfd/atc260x-core.c:258
atc260x_match_device a - drivers/mfd/atc260x-core.c:198
atm_dev_deregister m - net/atm/resources.c:139
atm_dev_register m - net/atm/resources.c:76
attribute_container_add_class_device c device_add drivers/base/attribute_container.c:452
attribute_container_register m - drivers/base/attribute_container.c:73
attribute_container_unregister m - drivers/base/attribute_container.c:93
auxiliary_device_add c __auxiliary_device_add include/linux/auxiliary_bus.h:213
auxiliary_device_delete m device_lock include/linux/auxiliary_bus.h:220
auxiliary_driver_register c __auxiliary_driver_register include/linux/auxiliary_bus.h:227
auxiliary_driver_unregister w klist_remove drivers/base/auxiliary.c:409
axp20x_device_remove m irq_domain_remove drivers/mfd/axp20x.c:1023
backlight_device_set_brightness m - drivers/video/backlight/backlight.c:230
backlight_force_update m - drivers/video/backlight/backlight.c:384
battery_hook_register m - drivers/acpi/battery.c:726
battery_hook_unregister m - drivers/acpi/battery.c:711
bch_init a - lib/bch.c:1319
bcm47xx_nvram_get_contents a vmalloc drivers/firmware/broadcom/bcm47xx_nvram.c:219
bcm47xx_nvram_init_from_mem c ioremap drivers/firmware/broadcom/bcm47xx_nvram.c:120
bcma_driver_unregister c driver_unregister drivers/bcma/main.c:584
bcom_task_alloc a - drivers/dma/bestcomm/bestcomm.c:48
bcom_task_free c irq_dispose_mapping drivers/dma/bestcomm/bestcomm.c:120
bd_link_disk_holder m - block/holder.c:73
bd_unlink_disk_holder m - block/holder.c:135
bdev_check_media_change m disk_block_events block/disk-events.c:275
bdev_disk_changed c sync_blockdev block/partitions/core.c:662
bdi_unregister m cgwb_bdi_unregister mm/backing-dev.c:942
begin_new_exec r exec_mmap fs/exec.c:1249
bioset_exit m __cpuhp_state_remove_instance block/bio.c:1646
bit_wait w - kernel/sched/wait_bit.c:197
bit_wait_io w - kernel/sched/wait_bit.c:207
bit_wait_io_timeout w io_schedule_timeout kernel/sched/wait_bit.c:231
bit_wait_timeout w - kernel/sched/wait_bit.c:217
bitmap_parse_user a memdup_user_nul lib/bitmap.c:457
bitmap_parselist_user a memdup_user_nul lib/bitmap.c:848
bitmap_print_bitmask_to_buf a bitmap_print_to_buf lib/bitmap.c:613
bitmap_print_list_to_buf a bitmap_print_to_buf lib/bitmap.c:631
blk_crypto_profile_destroy s lockdep_unregister_key block/blk-crypto-profile.c:447
blk_freeze_queue_start m - block/blk-mq.c:165
blk_mark_disk_dead m blk_freeze_queue_start block/genhd.c:593
blk_mq_alloc_disk_for_queue a __alloc_disk_node block/blk-mq.c:4220
blk_mq_destroy_queue s - block/blk-mq.c:4182
blk_mq_freeze_queue_wait w - block/blk-mq.c:179
blk_mq_freeze_queue_wait_timeout w - block/blk-mq.c:185
blk_mq_init_allocated_queue a blk_stat_alloc_callback block/blk-mq.c:4322
blk_mq_unfreeze_queue m __blk_mq_unfreeze_queue block/blk-mq.c:235
blk_mq_update_nr_hw_queues m - block/blk-mq.c:4872
blk_pre_runtime_suspend m blk_freeze_queue_start block/blk-pm.c:61
blk_revalidate_disk_zones m __blk_mq_unfreeze_queue block/blk-zoned.c:557
blk_sync_queue c cancel_work_sync block/blk-core.c:229
blk_trace_remove m - kernel/trace/blktrace.c:401
blk_trace_setup m - kernel/trace/blktrace.c:641
blk_trace_startstop m - kernel/trace/blktrace.c:704
block_page_mkwrite s lock_page fs/buffer.c:2486
blocking_notifier_chain_register_unique_prio r __blocking_notifier_chain_register kernel/notifier.c:298
bman_new_pool a - drivers/soc/fsl/qbman/bman.c:695
bond_update_slave_arr s - drivers/net/bonding/bond_main.c:5215
bpf_offload_dev_create r - kernel/bpf/offload.c:668
bpf_offload_dev_match r - kernel/bpf/offload.c:562
bpf_offload_dev_netdev_register a - kernel/bpf/offload.c:590
bpf_offload_dev_netdev_unregister r - kernel/bpf/offload.c:623
bpf_prog_create_from_user u - net/core/filter.c:1417
bpf_prog_run_array_sleepable s - include/linux/bpf.h:1717
bpf_sk_storage_diag_alloc a - net/core/bpf_sk_storage.c:489
bprm_change_interp a - fs/exec.c:1583
bq27xxx_battery_setup a - drivers/power/supply/bq27xxx_battery.c:2137
bq27xxx_battery_teardown m - drivers/power/supply/bq27xxx_battery.c:2180
bq27xxx_battery_update m - drivers/power/supply/bq27xxx_battery.c:1923
brioctl_set m - net/socket.c:1158
bsg_register_queue a - block/bsg.c:185
bsg_setup_queue a - block/bsg-lib.c:361
bsg_unregister_queue m device_lock block/bsg.c:176
bt_skb_send_alloc w sock_wait_for_wmem include/net/bluetooth/bluetooth.h:480
bt_skb_sendmmsg w sock_wait_for_wmem include/net/bluetooth/bluetooth.h:539
bt_skb_sendmsg w sock_wait_for_wmem include/net/bluetooth/bluetooth.h:509
btree_init a mempool_create lib/btree.c:188
btree_init128 a mempool_create include/linux/btree-128.h:12
bus_register_notifier r __blocking_notifier_chain_register drivers/base/bus.c:886
bus_unregister_notifier r blocking_notifier_chain_unregister drivers/base/bus.c:892
c2port_device_register a - drivers/misc/c2port/core.c:891
can_rx_offload_del c netif_napi_del drivers/net/can/dev/rx-offload.c:395
can_rx_offload_disable s napi_disable include/linux/can/rx-offload.h:57
cdc_ncm_bind_common a - drivers/net/usb/cdc_ncm.c:815
cdc_ncm_unbind c tasklet_kill drivers/net/usb/cdc_ncm.c:993
cec_allocate_adapter a - drivers/media/cec/core/cec-core.c:251
cec_delete_adapter c kthread_stop drivers/media/cec/core/cec-core.c:414
cec_notifier_cec_adap_register m - drivers/media/cec/core/cec-notifier.c:148
cec_notifier_cec_adap_unregister m - drivers/media/cec/core/cec-notifier.c:171
cec_notifier_conn_register m - drivers/media/cec/core/cec-notifier.c:105
cec_notifier_conn_unregister m - drivers/media/cec/core/cec-notifier.c:129
cec_notifier_phys_addr_invalidate c cec_notifier_set_phys_addr include/media/cec-notifier.h:161
cec_notifier_set_phys_addr m - drivers/media/cec/core/cec-notifier.c:185
cec_notifier_set_phys_addr_from_edid c cec_notifier_set_phys_addr drivers/media/cec/core/cec-notifier.c:198
cec_phys_addr_invalidate c cec_s_phys_addr include/media/cec.h:473
cec_register_adapter c debugfs_create_dir drivers/media/cec/core/cec-core.c:335
cec_s_phys_addr m - drivers/media/cec/core/cec-adap.c:1679
cec_s_phys_addr_from_edid c cec_s_phys_addr drivers/media/cec/core/cec-adap.c:1690
cec_transmit_done c cec_transmit_done_ts include/media/cec.h:338
cec_transmit_done_ts m - drivers/media/cec/core/cec-adap.c:594
cec_transmit_msg m - drivers/media/cec/core/cec-adap.c:947
cec_unregister_adapter c rc_unregister_device drivers/media/cec/core/cec-core.c:396
cfg80211_assoc_comeback a - net/wireless/nl80211.c:18465
cfg80211_color_change_aborted_notify a - include/net/cfg80211.h:9195
cfg80211_color_change_notify a - include/net/cfg80211.h:9208
cfg80211_color_change_started_notify a - include/net/cfg80211.h:9181
cfg80211_ft_event a - net/wireless/nl80211.c:19834
cfg80211_get_station m wiphy_lock net/wireless/util.c:2347
cfg80211_register_netdevice s register_netdevice net/wireless/core.c:1466
cfg80211_sched_scan_stopped m wiphy_lock net/wireless/scan.c:1258
cfg80211_sched_scan_stopped_locked a nl80211_send_sched_scan net/wireless/scan.c:1246
cfg80211_testmode_alloc_reply_skb a __cfg80211_alloc_reply_skb include/net/cfg80211.h:7627
cfg80211_unregister_netdevice c cfg80211_unregister_wdev include/net/cfg80211.h:8706
cfg80211_unregister_wdev s synchronize_net net/wireless/core.c:1296
cfg80211_vendor_cmd_alloc_reply_skb a __cfg80211_alloc_reply_skb include/net/cfg80211.h:7484
cfi_read_pri a - drivers/mtd/chips/cfi_util.c:299
cgroup_attach_task_all m cgroup_lock kernel/cgroup/cgroup-v1.c:56
cgroup_lock m - include/linux/cgroup.h:440
cgroup_path_ns m cgroup_lock kernel/cgroup/cgroup.c:2395
cgroup_threadgroup_change_begin s - include/linux/cgroup-defs.h:769
ci_hdrc_add_device a - drivers/usb/chipidea/core.c:845
ci_hdrc_remove_device c platform_device_unregister drivers/usb/chipidea/core.c:891
class_compat_create_link a __kernfs_new_node drivers/base/class.c:536
class_compat_register a - drivers/base/class.c:502
class_interface_register m - drivers/base/class.c:432
class_interface_unregister m - drivers/base/class.c:458
clean_record_shared_mapping_range r i_mmap_lock_read mm/mapping_dirty_helpers.c:328
clear_node_memory_type m - mm/memory-tiers.c:579
clk_add_alias m clk_find_hw drivers/clk/clkdev.c:239
clk_bulk_put_all c clk_bulk_put drivers/clk/clk-bulk.c:128
clk_hw_get_clk a alloc_clk drivers/clk/clk.c:4078
clk_hw_register_composite a __clk_hw_register_composite drivers/clk/clk-composite.c:351
clk_hw_register_divider c __clk_hw_register_divider include/linux/clk-provider.h:750
clk_hw_register_divider_table c __clk_hw_register_divider include/linux/clk-provider.h:807
clk_hw_register_fractional_divider a - drivers/clk/clk-fractional-divider.c:193
clk_hw_register_gate c __clk_hw_register_gate include/linux/clk-provider.h:554
clk_hw_register_gate_parent_data c __clk_hw_register_gate include/linux/clk-provider.h:588
clk_hw_register_gate_parent_hw c __clk_hw_register_gate include/linux/clk-provider.h:571
clk_hw_register_mux c __clk_hw_register_mux include/linux/clk-provider.h:1006
clk_hw_register_mux_table c __clk_hw_register_mux include/linux/clk-provider.h:992
clk_hw_unregister_composite m clk_debug_unregister drivers/clk/clk-composite.c:431
clk_hw_unregister_divider m clk_debug_unregister drivers/clk/clk-divider.c:647
clk_hw_unregister_fixed_factor m clk_debug_unregister drivers/clk/clk-fixed-factor.c:227
clk_hw_unregister_fixed_rate m clk_debug_unregister drivers/clk/clk-fixed-rate.c:148
clk_hw_unregister_gate m clk_debug_unregister drivers/clk/clk-gate.c:216
clk_hw_unregister_mux m clk_debug_unregister drivers/clk/clk-mux.c:276
clk_register_composite a __clk_hw_register_composite drivers/clk/clk-composite.c:380
clk_register_divider c clk_register_divider_table include/linux/clk-provider.h:733
clk_register_divider_table a __clk_hw_register_divider drivers/clk/clk-divider.c:610
clk_register_fractional_divider a clk_hw_register_fractional_divider drivers/clk/clk-fractional-divider.c:235
clk_register_gate c clk_hw_register_gate drivers/clk/clk-gate.c:185
clk_register_mux c clk_register_mux_table include/linux/clk-provider.h:987
clk_register_mux_table c clk_hw_register_mux_table drivers/clk/clk-mux.c:244
clk_register_zynq_pll a - drivers/clk/zynq/pll.c:184
clk_unregister_divider m clk_debug_unregister drivers/clk/clk-divider.c:627
clk_unregister_fixed_factor m clk_debug_unregister drivers/clk/clk-fixed-factor.c:214
clk_unregister_fixed_rate m clk_debug_unregister drivers/clk/clk-fixed-rate.c:135
clk_unregister_gate m clk_debug_unregister drivers/clk/clk-gate.c:200
clk_unregister_mux m clk_debug_unregister drivers/clk/clk-mux.c:260
clkdev_hw_create a vclkdev_alloc drivers/clk/clkdev.c:225
clockevents_unbind_device m - kernel/time/clockevents.c:428
clocksource_change_rating m - kernel/time/clocksource.c:1243
clocksource_mmio_init a - drivers/clocksource/mmio.c:49
clocksource_register_hz m __clocksource_register_scale include/linux/clocksource.h:244
clocksource_register_khz m __clocksource_register_scale include/linux/clocksource.h:249
clocksource_unregister m - kernel/time/clocksource.c:1301
clone_private_mount r - fs/namespace.c:2025
close_candev c cancel_delayed_work_sync drivers/net/can/dev/dev.c:439
cmdq_mbox_create a - drivers/soc/mediatek/mtk-cmdq-helper.c:74
cmdq_pkt_create a - drivers/soc/mediatek/mtk-cmdq-helper.c:108
comedi_alloc_devpriv a - drivers/comedi/drivers.c:77
comedi_alloc_spriv a - drivers/comedi/comedi_fops.c:719
comedi_alloc_subdev_readback a - drivers/comedi/drivers.c:140
comedi_alloc_subdevices a - drivers/comedi/drivers.c:96
comedi_driver_register m - drivers/comedi/drivers.c:1144
comedi_driver_unregister m - drivers/comedi/drivers.c:1164
comedi_get_n_channels r - drivers/comedi/kcomedilib/kcomedilib_main.c:230
comedi_load_firmware c request_firmware drivers/comedi/drivers.c:848
comedi_pci_enable c pci_enable_device drivers/comedi/comedi_pci.c:48
comedi_pcmcia_enable c pcmcia_loop_config drivers/comedi/comedi_pcmcia.c:70
comedi_request_region c __comedi_request_region drivers/comedi/drivers.c:919
compat_only_sysfs_link_entry_to_kobj a __kernfs_new_node fs/sysfs/group.c:426
component_add_typed a __component_add drivers/base/component.c:762
component_master_del m - drivers/base/component.c:557
composite_dev_cleanup c device_remove_file drivers/usb/gadget/composite.c:2383
composite_dev_prepare c usb_ep_alloc_request drivers/usb/gadget/composite.c:2307
composite_os_desc_req_prepare c usb_ep_alloc_request drivers/usb/gadget/composite.c:2354
cond_synchronize_rcu_expedited s cond_synchronize_rcu include/linux/rcutiny.h:76
cond_synchronize_rcu_expedited_full s cond_synchronize_rcu include/linux/rcutiny.h:81
cond_synchronize_rcu_full s cond_synchronize_rcu include/linux/rcutiny.h:61
configfs_register_default_group a - fs/configfs/dir.c:1844
configfs_register_subsystem m - fs/configfs/dir.c:1876
configfs_unregister_default_group c configfs_unregister_group fs/configfs/dir.c:1869
configfs_unregister_group r - fs/configfs/dir.c:1800
console_start s console_lock kernel/printk/printk.c:3033
console_stop s console_lock kernel/printk/printk.c:3024
copy_fsxattr_to_user u - fs/ioctl.c:543
core_tpg_deregister m - drivers/target/target_core_tpg.c:503
coresight_alloc_device_name m - drivers/hwtracing/coresight/coresight-core.c:1764
coresight_enable m - drivers/hwtracing/coresight/coresight-core.c:1118
coresight_get_platform_data a - drivers/hwtracing/coresight/coresight-platform.c:857
coresight_register a - drivers/hwtracing/coresight/coresight-core.c:1602
coresight_unregister c device_unregister drivers/hwtracing/coresight/coresight-core.c:1719
counter_add a counter_sysfs_add drivers/counter/counter-core.c:153
counter_alloc a - drivers/counter/counter-core.c:87
cpu_device_create a __cpu_device_create drivers/base/cpu.c:440
cpu_hotplug_disable m cpu_maps_update_begin kernel/cpu.c:374
cpu_hotplug_enable m cpu_maps_update_begin kernel/cpu.c:389
cpu_rmap_update a - lib/cpu_rmap.c:155
cpufreq_cooling_register a __cpufreq_cooling_register drivers/thermal/cpufreq_cooling.c:600
cpufreq_cooling_unregister m thermal_cooling_device_unregister drivers/thermal/cpufreq_cooling.c:656
cpufreq_disable_fast_switch m - drivers/cpufreq/cpufreq.c:518
cpufreq_driver_target r - drivers/cpufreq/cpufreq.c:2339
cpufreq_enable_fast_switch m - drivers/cpufreq/cpufreq.c:494
cpufreq_freq_transition_begin w - drivers/cpufreq/cpufreq.c:407
cpufreq_governor_init c cpufreq_register_governor include/linux/cpufreq.h:629
cpufreq_register_governor m - drivers/cpufreq/cpufreq.c:2468
cpuhp_remove_multi_state m __cpuhp_remove_state_cpuslocked include/linux/cpuhotplug.h:479
cpuhp_remove_state_nocalls_cpuslocked m __cpuhp_remove_state_cpuslocked include/linux/cpuhotplug.h:466
cpuhp_setup_state_cpuslocked m __cpuhp_setup_state_cpuslocked include/linux/cpuhotplug.h:302
cpuhp_setup_state_multi s percpu_down_read include/linux/cpuhotplug.h:365
cpuhp_setup_state_nocalls_cpuslocked m __cpuhp_setup_state_cpuslocked include/linux/cpuhotplug.h:344
cpuhp_state_add_instance_nocalls s percpu_down_read include/linux/cpuhotplug.h:409
cpuhp_state_add_instance_nocalls_cpuslocked m __cpuhp_state_add_instance_cpuslocked include/linux/cpuhotplug.h:427
cpuhp_state_remove_instance_nocalls m __cpuhp_state_remove_instance include/linux/cpuhotplug.h:510
cpuidle_pause_and_lock m - drivers/cpuidle/cpuidle.c:460
cpuidle_register_device m - drivers/cpuidle/cpuidle.c:640
cpuidle_register_governor m - drivers/cpuidle/governor.c:79
cpumap_print_bitmask_to_buf a bitmap_print_to_buf include/linux/cpumask.h:1138
cpumap_print_list_to_buf a bitmap_print_to_buf include/linux/cpumask.h:1153
cpumask_parse_user a memdup_user_nul include/linux/cpumask.h:722
cpumask_parselist_user a memdup_user_nul include/linux/cpumask.h:736
cpuset_update_active_cpus m partition_sched_domains include/linux/cpuset.h:194
cros_ec_cmd a - drivers/platform/chrome/cros_ec_proto.c:1006
cros_ec_cmd_xfer m - drivers/platform/chrome/cros_ec_proto.c:607
cros_ec_cmd_xfer_status c cros_ec_cmd_xfer drivers/platform/chrome/cros_ec_proto.c:667
cros_ec_get_sensor_count a - drivers/platform/chrome/cros_ec_proto.c:934
cros_ec_motion_send_host_cmd c cros_ec_cmd_xfer_status drivers/iio/common/cros_ec_sensors/cros_ec_sensors_core.c:415
cros_ec_query_all a - drivers/platform/chrome/cros_ec_proto.c:496
cros_ec_sensorhub_ring_fifo_enable m - drivers/platform/chrome/cros_ec_sensorhub_ring.c:110
cros_ec_sensors_core_init a - drivers/iio/common/cros_ec_sensors/cros_ec_sensors_core.c:243
cros_ec_sensors_core_register c devm_iio_device_register drivers/iio/common/cros_ec_sensors/cros_ec_sensors_core.c:376
cros_ec_sensors_read_cmd c cros_ec_motion_send_host_cmd drivers/iio/common/cros_ec_sensors/cros_ec_sensors_core.c:671
crypto_alloc_acomp_node a crypto_create_tfm_node crypto/acompress.c:112
crypto_del_default_rng m - crypto/rng.c:156
crypto_drop_aead r crypto_drop_spawn include/crypto/internal/aead.h:88
crypto_drop_ahash r crypto_drop_spawn include/crypto/internal/hash.h:92
crypto_drop_akcipher r crypto_drop_spawn include/crypto/internal/akcipher.h:91
crypto_drop_cipher r crypto_drop_spawn include/crypto/internal/cipher.h:193
crypto_drop_kpp r crypto_drop_spawn include/crypto/internal/kpp.h:182
crypto_drop_shash r crypto_drop_spawn include/crypto/internal/hash.h:115
crypto_drop_skcipher r crypto_drop_spawn include/crypto/internal/skcipher.h:96
crypto_drop_spawn r - crypto/algapi.c:742
crypto_engine_alloc_init a crypto_engine_alloc_init_and_set crypto/crypto_engine.c:567
crypto_engine_alloc_init_and_set a - crypto/crypto_engine.c:509
crypto_engine_exit s __wait_for_common crypto/crypto_engine.c:580
crypto_get_default_rng m - crypto/rng.c:116
crypto_grab_aead r crypto_grab_spawn crypto/aead.c:204
crypto_grab_ahash r crypto_grab_spawn crypto/ahash.c:546
crypto_grab_akcipher r crypto_grab_spawn crypto/akcipher.c:93
crypto_grab_cipher r crypto_grab_spawn include/crypto/internal/cipher.h:183
crypto_grab_kpp r crypto_grab_spawn crypto/kpp.c:98
crypto_grab_shash r crypto_grab_spawn crypto/shash.c:508
crypto_grab_skcipher r crypto_grab_spawn crypto/skcipher.c:744
crypto_grab_spawn r - crypto/algapi.c:706
crypto_has_acomp r crypto_larval_kill include/crypto/acompress.h:176
crypto_has_ahash r crypto_larval_kill crypto/ahash.c:562
crypto_has_alg r crypto_larval_kill crypto/api.c:678
crypto_has_cipher r crypto_larval_kill include/crypto/internal/cipher.h:90
crypto_has_comp r crypto_larval_kill include/linux/crypto.h:760
crypto_has_kpp r crypto_larval_kill crypto/kpp.c:107
crypto_has_shash r crypto_larval_kill crypto/shash.c:524
crypto_has_skcipher r crypto_larval_kill crypto/skcipher.c:784
crypto_lookup_template r __crypto_lookup_template crypto/algapi.c:623
crypto_put_default_rng m - crypto/rng.c:147
crypto_register_acomp r crypto_register_alg crypto/acompress.c:150
crypto_register_aead r crypto_register_alg crypto/aead.c:237
crypto_register_ahash r crypto_register_alg crypto/ahash.c:584
crypto_register_akcipher r crypto_register_alg crypto/akcipher.c:129
crypto_register_alg r - crypto/algapi.c:435
crypto_register_instance r - crypto/algapi.c:630
crypto_register_kpp r crypto_register_alg crypto/kpp.c:122
crypto_register_notifier r __blocking_notifier_chain_register crypto/algapi.c:829
crypto_register_rng r crypto_register_alg crypto/rng.c:182
crypto_register_scomp r crypto_register_alg crypto/scompress.c:263
crypto_register_shash r crypto_register_alg crypto/shash.c:561
crypto_register_skcipher r crypto_register_alg crypto/skcipher.c:810
crypto_register_template r - crypto/algapi.c:526
crypto_spawn_aead r crypto_spawn_alg include/crypto/internal/aead.h:99
crypto_spawn_ahash r crypto_spawn_alg include/crypto/internal/hash.h:182
crypto_spawn_akcipher r crypto_spawn_alg include/crypto/internal/akcipher.h:85
crypto_spawn_cipher r crypto_spawn_alg include/crypto/internal/cipher.h:204
crypto_spawn_kpp r crypto_spawn_alg include/crypto/internal/kpp.h:217
crypto_spawn_shash r crypto_spawn_alg include/crypto/internal/hash.h:228
crypto_spawn_skcipher r crypto_spawn_alg include/crypto/internal/skcipher.h:113
crypto_spawn_tfm r crypto_spawn_alg crypto/algapi.c:782
crypto_spawn_tfm2 r crypto_spawn_alg crypto/algapi.c:808
crypto_unregister_acomp r crypto_unregister_alg crypto/acompress.c:162
crypto_unregister_aead r crypto_unregister_alg crypto/aead.c:250
crypto_unregister_ahash r crypto_unregister_alg crypto/ahash.c:597
crypto_unregister_akcipher r crypto_unregister_alg crypto/akcipher.c:149
crypto_unregister_alg r - crypto/algapi.c:475
crypto_unregister_instance r - crypto/algapi.c:691
crypto_unregister_kpp r crypto_unregister_alg crypto/kpp.c:131
crypto_unregister_notifier r blocking_notifier_chain_unregister crypto/algapi.c:835
crypto_unregister_rng r crypto_unregister_alg crypto/rng.c:200
crypto_unregister_scomp r crypto_unregister_alg crypto/scompress.c:275
crypto_unregister_shash r crypto_unregister_alg crypto/shash.c:574
crypto_unregister_skcipher r crypto_unregister_alg crypto/skcipher.c:823
crypto_unregister_template r - crypto/algapi.c:566
cs47l24_patch a regmap_register_patch drivers/mfd/cs47l24-tables.c:27
cs_dsp_adsp1_power_down m - drivers/firmware/cirrus/cs_dsp.c:2424
cs_dsp_adsp1_power_up m - drivers/firmware/cirrus/cs_dsp.c:2339
cs_dsp_adsp2_bus_error m - drivers/firmware/cirrus/cs_dsp.c:3066
cs_dsp_halo_bus_error m - drivers/firmware/cirrus/cs_dsp.c:3136
cs_dsp_halo_wdt_expire m - drivers/firmware/cirrus/cs_dsp.c:3196
cs_dsp_init_debugfs r inode_lock drivers/firmware/cirrus/cs_dsp.c:465
cs_dsp_power_down m - drivers/firmware/cirrus/cs_dsp.c:2701
cs_dsp_power_up m - drivers/firmware/cirrus/cs_dsp.c:2633
cs_dsp_run m - drivers/firmware/cirrus/cs_dsp.c:2749
cs_dsp_stop m - drivers/firmware/cirrus/cs_dsp.c:2820
csum_and_copy_to_user u - include/net/checksum.h:36
cx2341x_handler_init a v4l2_ctrl_new drivers/media/common/cx2341x.c:1574
cx2341x_handler_set_busy m v4l2_ctrl_lock drivers/media/common/cx2341x.c:1766
cx2341x_handler_setup m v4l2_ctrl_handler_setup drivers/media/common/cx2341x.c:1742
cxl_allocate_afu_irqs a afu_allocate_irqs drivers/misc/cxl/api.c:183
cxl_dev_context_init a cxl_context_alloc drivers/misc/cxl/api.c:101
cxl_fd_open a cxl_context_alloc drivers/misc/cxl/api.c:353
cxl_fd_release m cxl_context_free drivers/misc/cxl/api.c:358
cxl_get_fd a - drivers/misc/cxl/api.c:388
cxl_map_afu_irq m irq_create_mapping_affinity drivers/misc/cxl/api.c:231
cxl_psa_map m ioremap drivers/misc/cxl/api.c:487
cxl_psa_unmap m iounmap drivers/misc/cxl/api.c:498
cxl_release_context m cxl_context_free drivers/misc/cxl/api.c:136
cxl_start_context m - drivers/misc/cxl/api.c:266
cxl_start_work m cxl_start_context drivers/misc/cxl/api.c:460
cxl_stop_context m __detach_context drivers/misc/cxl/api.c:340
cxllib_get_xsl_config m - drivers/misc/cxl/cxllib.c:76
cxllib_handle_fault r mmap_read_lock drivers/misc/cxl/cxllib.c:224
d_alloc a __d_alloc fs/dcache.c:1854
d_alloc_anon a __d_alloc fs/dcache.c:1875
d_alloc_name a __d_alloc fs/dcache.c:1914
d_alloc_parallel a __d_alloc fs/dcache.c:2642
d_obtain_alias a __d_alloc fs/dcache.c:2181
d_obtain_root a __d_alloc fs/dcache.c:2202
da903x_clr_bits m - drivers/mfd/da903x.c:192
da903x_register_notifier r __blocking_notifier_chain_register drivers/mfd/da903x.c:126
da903x_set_bits m - drivers/mfd/da903x.c:170
da903x_unregister_notifier r blocking_notifier_chain_unregister drivers/mfd/da903x.c:136
da903x_update m - drivers/mfd/da903x.c:214
da9052_adc_manual_read m - drivers/mfd/da9052-core.c:374
da9052_disable_irq m irq_create_mapping_affinity drivers/mfd/da9052-irq.c:193
da9052_disable_irq_nosync m irq_create_mapping_affinity drivers/mfd/da9052-irq.c:205
da9052_enable_irq m irq_create_mapping_affinity drivers/mfd/da9052-irq.c:181
da9052_free_irq m irq_create_mapping_affinity drivers/mfd/da9052-irq.c:230
da9052_request_irq a request_threaded_irq drivers/mfd/da9052-irq.c:217
da9150_write_qif a da9150_i2c_write_device drivers/mfd/da9150-core.c:188
dapm_mark_endpoints_dirty m - sound/soc/soc-dapm.c:301
dax_add_host a - drivers/dax/super.c:62
dax_layout_busy_page r i_mmap_lock_read fs/dax.c:747
dax_layout_busy_page_range r i_mmap_lock_read fs/dax.c:685
db8500_prcmu_config_a9wdog m prcmu_a9wdog drivers/mfd/db8500-prcmu.c:2041
db8500_prcmu_config_hotmon m - drivers/mfd/db8500-prcmu.c:1962
db8500_prcmu_disable_a9wdog m prcmu_a9wdog drivers/mfd/db8500-prcmu.c:2056
db8500_prcmu_enable_a9wdog m prcmu_a9wdog drivers/mfd/db8500-prcmu.c:2050
db8500_prcmu_kick_a9wdog m prcmu_a9wdog drivers/mfd/db8500-prcmu.c:2062
db8500_prcmu_load_a9wdog m prcmu_a9wdog drivers/mfd/db8500-prcmu.c:2071
db8500_prcmu_request_ape_opp_100_voltage m - drivers/mfd/db8500-prcmu.c:964
db8500_prcmu_set_epod m - drivers/mfd/db8500-prcmu.c:1071
db8500_prcmu_start_temp_sense m config_hot_period drivers/mfd/db8500-prcmu.c:2002
db8500_prcmu_stop_temp_sense m config_hot_period drivers/mfd/db8500-prcmu.c:2011
dca_register_notify c blocking_notifier_chain_register drivers/dca/dca-core.c:429
dca_sysfs_remove_provider c device_unregister drivers/dca/dca-sysfs.c:63
dca_unregister_notify c blocking_notifier_chain_unregister drivers/dca/dca-core.c:438
dcache_dir_open a __d_alloc fs/libfs.c:81
debugfs_attr_read m simple_attr_read fs/debugfs/file.c:374
debugfs_create_automount a - fs/debugfs/inode.c:634
debugfs_create_devm_seqfile a - fs/debugfs/file.c:1223
debugfs_create_u32_array r inode_lock fs/debugfs/file.c:1104
debugfs_create_ulong r inode_lock fs/debugfs/file.c:614
debugfs_lookup_and_remove r inode_lock_nested fs/debugfs/inode.c:792
debugfs_rename m lock_rename fs/debugfs/inode.c:824
debugfs_write_file_bool u kstrtobool_from_user fs/debugfs/file.c:814
default_llseek r inode_lock fs/read_write.c:230
del_mtd_blktrans_dev m - drivers/mtd/mtd_blkdevs.c:411
deregister_mtd_blktrans m - drivers/mtd/mtd_blkdevs.c:512
dev_close_many s __dev_close_many net/core/dev.c:1601
dev_deactivate s synchronize_net net/sched/sch_generic.c:1388
dev_get_mac_address r - net/core/dev.c:8976
dev_pm_domain_attach_by_id a genpd_dev_pm_attach_by_id drivers/base/power/common.c:143
dev_pm_domain_attach_by_name a genpd_dev_pm_attach_by_id drivers/base/power/common.c:160
dev_pm_get_subsys_data a - drivers/base/power/common.c:25
dev_pm_opp_add m _add_opp_table_indexed drivers/opp/core.c:2856
dev_pm_opp_adjust_voltage m - drivers/opp/core.c:2963
dev_pm_opp_disable m _opp_set_availability drivers/opp/core.c:3059
dev_pm_opp_enable m _opp_set_availability drivers/opp/core.c:3039
dev_pm_opp_find_bw_ceil m _find_opp_table drivers/opp/core.c:853
dev_pm_opp_find_bw_floor m _find_opp_table drivers/opp/core.c:885
dev_pm_opp_find_freq_ceil m _find_opp_table drivers/opp/core.c:696
dev_pm_opp_find_freq_ceil_indexed m _find_opp_table drivers/opp/core.c:724
dev_pm_opp_find_freq_exact m _find_opp_table drivers/opp/core.c:634
dev_pm_opp_find_freq_exact_indexed m _find_opp_table drivers/opp/core.c:663
dev_pm_opp_find_freq_floor m _find_opp_table drivers/opp/core.c:750
dev_pm_opp_find_freq_floor_indexed m _find_opp_table drivers/opp/core.c:778
dev_pm_opp_find_level_ceil m _find_opp_table drivers/opp/core.c:822
dev_pm_opp_find_level_exact m _find_opp_table drivers/opp/core.c:800
dev_pm_opp_get_max_clock_latency m _find_opp_table drivers/opp/core.c:292
dev_pm_opp_get_max_transition_latency a dev_pm_opp_get_max_volt_latency drivers/opp/core.c:387
dev_pm_opp_get_max_volt_latency a - drivers/opp/core.c:315
dev_pm_opp_get_opp_count m _find_opp_table drivers/opp/core.c:443
dev_pm_opp_get_opp_table m _find_opp_table drivers/opp/core.c:1591
dev_pm_opp_get_sharing_cpus m _find_opp_table drivers/opp/cpu.c:205
dev_pm_opp_get_suspend_opp_freq m _find_opp_table drivers/opp/core.c:401
dev_pm_opp_init_cpufreq_table a - drivers/opp/cpu.c:43
dev_pm_opp_of_add_table_indexed m _add_opp_table_indexed drivers/opp/of.c:1240
dev_pm_opp_of_remove_table m _find_opp_table drivers/opp/of.c:770
dev_pm_opp_register_notifier m _find_opp_table drivers/opp/core.c:3072
dev_pm_opp_remove m - drivers/opp/core.c:1688
dev_pm_opp_remove_all_dynamic m _find_opp_table drivers/opp/core.c:1793
dev_pm_opp_remove_table m _find_opp_table drivers/opp/core.c:3121
dev_pm_opp_set_config a - drivers/opp/core.c:2559
dev_pm_opp_set_opp m _find_opp_table drivers/opp/core.c:1359
dev_pm_opp_set_sharing_cpus m _find_opp_table drivers/opp/cpu.c:155
dev_pm_opp_sync_regulators m _find_opp_table drivers/opp/core.c:3158
dev_pm_opp_unregister_notifier r blocking_notifier_chain_unregister drivers/opp/core.c:3096
dev_pm_qos_add_notifier m - drivers/base/power/qos.c:535
dev_pm_qos_add_request m - drivers/base/power/qos.c:388
dev_pm_qos_expose_flags a - drivers/base/power/qos.c:774
dev_pm_qos_expose_latency_limit a - drivers/base/power/qos.c:698
dev_pm_qos_expose_latency_tolerance m - drivers/base/power/qos.c:951
dev_pm_qos_hide_flags m - drivers/base/power/qos.c:833
dev_pm_qos_hide_latency_limit m - drivers/base/power/qos.c:755
dev_pm_qos_hide_latency_tolerance m - drivers/base/power/qos.c:970
dev_pm_qos_remove_notifier m - drivers/base/power/qos.c:585
dev_pm_qos_remove_request m - drivers/base/power/qos.c:510
dev_pm_qos_update_user_latency_tolerance m - drivers/base/power/qos.c:904
dev_pm_set_dedicated_wake_irq a __dev_pm_set_dedicated_wake_irq drivers/base/power/wakeirq.c:218
dev_pm_set_dedicated_wake_irq_reverse a __dev_pm_set_dedicated_wake_irq drivers/base/power/wakeirq.c:244
dev_pm_set_wake_irq a - drivers/base/power/wakeirq.c:50
dev_remove_offload s synchronize_net net/core/gro.c:87
dev_remove_pack s synchronize_net net/core/dev.c:636
dev_set_alias m - net/core/dev.c:1325
dev_set_mac_address_user r - net/core/dev.c:8964
devfreq_cooling_em_register a of_devfreq_cooling_register_power drivers/thermal/devfreq_cooling.c:492
devfreq_cooling_register a of_devfreq_cooling_register_power drivers/thermal/devfreq_cooling.c:469
devfreq_event_add_edev a - drivers/devfreq/devfreq-event.c:304
devfreq_event_disable_edev m - drivers/devfreq/devfreq-event.c:69
devfreq_event_enable_edev m - drivers/devfreq/devfreq-event.c:37
devfreq_event_get_edev_by_phandle m - drivers/devfreq/devfreq-event.c:221
devfreq_event_get_event m - drivers/devfreq/devfreq-event.c:160
devfreq_event_is_enabled m - drivers/devfreq/devfreq-event.c:106
devfreq_event_remove_edev m - drivers/devfreq/devfreq-event.c:355
devfreq_event_reset_event m - drivers/devfreq/devfreq-event.c:193
devfreq_event_set_event m - drivers/devfreq/devfreq-event.c:131
devfreq_get_devfreq_by_node m - drivers/devfreq/devfreq.c:1071
devfreq_register_opp_notifier m _find_opp_table drivers/devfreq/devfreq.c:2100
devfreq_unregister_opp_notifier r blocking_notifier_chain_unregister drivers/devfreq/devfreq.c:2116
device_add_group c device_add_groups include/linux/device.h:1090
device_create_managed_software_node a software_node_alloc drivers/base/swnode.c:1099
device_driver_attach m device_lock drivers/base/dd.c:1126
device_link_del m device_links_write_lock drivers/base/core.c:1017
device_link_remove m device_links_write_lock drivers/base/core.c:1033
device_node_to_regmap m device_node_get_regmap drivers/mfd/syscon.c:223
device_offline c device_lock drivers/base/core.c:4251
device_online c device_lock drivers/base/core.c:4289
device_pm_lock m - drivers/base/power/main.c:112
device_property_match_string a fwnode_property_match_string drivers/base/property.c:249
device_remove_group c device_remove_groups include/linux/device.h:1098
device_reset_optional c __device_reset include/linux/reset.h:217
devl_dpipe_table_register a - net/devlink/leftover.c:10770
devl_lock m - net/devlink/leftover.c:273
devl_resource_register a - net/devlink/leftover.c:10837
devl_traps_unregister c synchronize_rcu net/devlink/leftover.c:11981
devlink_alloc c devlink_alloc_ns include/net/devlink.h:1564
devlink_health_report c devl_lock net/devlink/leftover.c:7735
devlink_health_reporter_destroy m - net/devlink/leftover.c:7533
devlink_param_register a - net/devlink/leftover.c:11184
devlink_port_unregister c devl_lock net/devlink/leftover.c:9989
devlink_region_destroy c devl_lock net/devlink/leftover.c:11480
devlink_sb_unregister c devl_lock net/devlink/leftover.c:10690
devlink_trap_groups_unregister c devl_lock net/devlink/leftover.c:12257
devm_acpi_dev_add_driver_gpios a devm_add_action drivers/gpio/gpiolib-acpi.c:601
devm_acpi_dma_controller_register a - drivers/dma/acpi-dma.c:257
devm_ad_sd_setup_buffer_and_trigger a - drivers/iio/adc/ad_sigma_delta.c:610
devm_add_action a - drivers/base/devres.c:738
devm_add_action_or_reset a devm_add_action include/linux/device.h:250
devm_adis_setup_buffer_and_trigger c devm_add_action_or_reset drivers/iio/imu/adis_buffer.c:192
devm_apple_rtkit_init a apple_rtkit_init drivers/soc/apple/rtkit.c:956
devm_arch_io_reserve_memtype_wc a - lib/devres.c:579
devm_arch_phys_wc_add a - lib/devres.c:534
devm_clk_hw_get_clk a - drivers/clk/clk.c:4576
devm_clk_hw_register_divider_parent_hw c __devm_clk_hw_register_divider include/linux/clk-provider.h:885
devm_clk_hw_register_gate c __devm_clk_hw_register_gate include/linux/clk-provider.h:604
devm_clk_notifier_register a - drivers/clk/clk.c:4757
devm_counter_add a counter_sysfs_add drivers/counter/counter-core.c:237
devm_counter_alloc a counter_alloc drivers/counter/counter-core.c:212
devm_delayed_work_autocancel a devm_add_action include/linux/devm-helpers.h:46
devm_devfreq_event_add_edev a - drivers/devfreq/devfreq-event.c:397
devm_devfreq_register_notifier a - drivers/devfreq/devfreq.c:2247
devm_devfreq_register_opp_notifier a - drivers/devfreq/devfreq.c:2133
devm_drm_bridge_add m drm_bridge_add drivers/gpu/drm/drm_bridge.c:190
devm_drm_dev_alloc c __devm_drm_dev_alloc include/drm/drm_drv.h:512
devm_drm_panel_bridge_add c devm_drm_panel_bridge_add_typed drivers/gpu/drm/bridge/panel.c:326
devm_drm_panel_bridge_add_typed a - drivers/gpu/drm/bridge/panel.c:351
devm_extcon_dev_allocate a - drivers/extcon/devres.c:65
devm_extcon_register_notifier a - drivers/extcon/devres.c:172
devm_extcon_register_notifier_all a - drivers/extcon/devres.c:228
devm_fwnode_gpiod_get_index a - drivers/gpio/gpiolib-devres.c:202
devm_fwnode_iio_channel_get_by_name a devm_add_action drivers/iio/inkern.c:430
devm_fwnode_pwm_get s - include/linux/pwm.h:514
devm_get_clk_from_child a - drivers/clk/clk-devres.c:205
devm_gpio_regmap_register a gpio_regmap_register drivers/gpio/gpio-regmap.c:321
devm_gpiochip_add_data_with_key a gpiochip_add_data_with_key drivers/gpio/gpiolib-devres.c:472
devm_gpiod_put_array s - include/linux/gpio/consumer.h:317
devm_gpiod_unhinge s - include/linux/gpio/consumer.h:247
devm_hwspin_lock_register a - drivers/hwspinlock/hwspinlock_core.c:640
devm_hwspin_lock_request_specific a - drivers/hwspinlock/hwspinlock_core.c:959
devm_i2c_new_dummy_device a i2c_new_client_device drivers/i2c/i2c-core-base.c:1162
devm_iio_channel_get_all m iio_channel_get_all drivers/iio/inkern.c:543
devm_iio_device_register c __devm_iio_device_register include/linux/iio/iio.h:625
devm_iio_map_array_register m iio_map_array_register drivers/iio/inkern.c:92
devm_iio_trigger_alloc c __devm_iio_trigger_alloc include/linux/iio/iio.h:735
devm_iio_trigger_register a iio_trigger_register drivers/iio/industrialio-trigger.c:701
devm_iio_triggered_buffer_setup c devm_iio_triggered_buffer_setup_ext include/linux/iio/triggered_buffer.h:33
devm_iio_triggered_buffer_setup_ext c devm_add_action_or_reset drivers/iio/buffer/industrialio-triggered-buffer.c:117
devm_ioport_map a - lib/devres.c:276
devm_irq_alloc_descs c __devm_irq_alloc_descs include/linux/irq.h:948
devm_irq_domain_create_sim a irq_domain_create_sim kernel/irq/irq_sim.c:233
devm_irq_setup_generic_chip a - kernel/irq/devres.c:262
devm_kasprintf_strarray a - lib/string_helpers.c:790
devm_lcd_device_register a - drivers/video/backlight/lcd.c:277
devm_led_classdev_flash_register_ext a - drivers/leds/led-class-flash.c:333
devm_led_classdev_multicolor_register_ext a - drivers/leds/led-class-multicolor.c:158
devm_led_classdev_register a devm_led_classdev_register_ext include/linux/leds.h:203
devm_led_trigger_register a - drivers/leds/led-triggers.c:355
devm_mbox_controller_register a - drivers/mailbox/mailbox.c:629
devm_mdiobus_alloc a devm_mdiobus_alloc_size include/linux/phy.h:453
devm_mdiobus_register c __devm_mdiobus_register include/linux/phy.h:447
devm_memremap_pages a memremap_pages mm/memremap.c:402
devm_mipi_dsi_attach a devm_add_action drivers/gpu/drm/drm_mipi_dsi.c:426
devm_mipi_dsi_device_register_full a devm_add_action drivers/gpu/drm/drm_mipi_dsi.c:274
devm_mux_chip_alloc a - drivers/mux/core.c:237
devm_mux_chip_register a - drivers/mux/core.c:276
devm_mux_control_get a - drivers/mux/core.c:654
devm_nvmem_device_get a - drivers/nvmem/core.c:1104
devm_of_dp_aux_populate_bus c devm_add_action_or_reset drivers/gpu/drm/display/drm_dp_aux_bus.c:336
devm_of_find_backlight c devm_add_action_or_reset drivers/video/backlight/backlight.c:731
devm_of_icc_bulk_get a - drivers/interconnect/bulk.c:139
devm_of_led_get a - drivers/leds/led-class.c:290
devm_of_mdiobus_register a __devm_of_mdiobus_register include/linux/of_mdio.h:29
devm_of_phy_get_by_index a - drivers/phy/phy-core.c:900
devm_of_phy_provider_register c __devm_of_phy_provider_register include/linux/phy/phy.h:199
devm_pci_alloc_host_bridge a pci_alloc_host_bridge drivers/pci/probe.c:621
devm_pci_epc_create c __devm_pci_epc_create include/linux/pci-epc.h:184
devm_pci_remap_cfg_resource a devm_pci_remap_cfgspace drivers/pci/pci.c:4353
devm_pci_remap_cfgspace a - drivers/pci/pci.c:4313
devm_pci_remap_iospace a - drivers/pci/pci.c:4282
devm_phy_package_join a - drivers/net/phy/phy_device.c:1752
devm_pinctrl_register_and_init a - drivers/pinctrl/core.c:2302
devm_platform_get_irqs_affinity a - drivers/base/platform.c:334
devm_pm_clk_create a dev_pm_get_subsys_data drivers/base/power/clock_ops.c:527
devm_pm_opp_of_add_table m _add_opp_table_indexed drivers/opp/of.c:1201
devm_pm_opp_of_add_table_indexed m _add_opp_table_indexed drivers/opp/of.c:1253
devm_pm_opp_set_clkname c devm_pm_opp_set_config include/linux/pm_opp.h:594
devm_pm_opp_set_config a dev_pm_opp_set_config drivers/opp/core.c:2708
devm_pm_runtime_get_noresume a devm_add_action drivers/base/power/runtime.c:1573
devm_pm_runtime_set_active_enabled a devm_add_action drivers/base/power/runtime.c:1525
devm_power_supply_get_by_phandle a - drivers/power/supply/power_supply_core.c:542
devm_power_supply_register_no_ws a - drivers/power/supply/power_supply_core.c:1412
devm_qcom_smem_state_get a - drivers/soc/qcom/smem_state.c:170
devm_rave_sp_register_event_notifier a - drivers/mfd/rave-sp.c:223
devm_rc_allocate_device a - drivers/media/rc/rc-main.c:1760
devm_rc_register_device a - drivers/media/rc/rc-main.c:1994
devm_reboot_mode_register a - drivers/power/reset/reboot-mode.c:146
devm_register_netdev a - net/devres.c:67
devm_register_power_off_handler a devm_add_action kernel/reboot.c:531
devm_register_reboot_notifier a - kernel/reboot.c:126
devm_register_restart_handler a devm_add_action kernel/reboot.c:553
devm_register_sys_off_handler a devm_add_action kernel/reboot.c:503
devm_regmap_add_irq_chip_fwnode a - drivers/base/regmap/regmap-irq.c:1191
devm_regmap_field_alloc a - drivers/base/regmap/regmap.c:1333
devm_regmap_field_bulk_alloc a - drivers/base/regmap/regmap.c:1396
devm_regmap_init_vexpress_config a - drivers/bus/vexpress-config.c:130
devm_regulator_bulk_get_const a - drivers/regulator/devres.c:301
devm_regulator_get_enable_read_voltage a _devm_regulator_get drivers/regulator/devres.c:168
devm_regulator_irq_helper a regulator_irq_helper drivers/regulator/devres.c:701
devm_regulator_register_notifier a - drivers/regulator/devres.c:617
devm_regulator_register_supply_alias a - drivers/regulator/devres.c:493
devm_request_free_mem_region a get_free_mem_region kernel/resource.c:1964
devm_request_resource a - kernel/resource.c:1538
devm_reset_control_array_get a - drivers/reset/core.c:1227
devm_reset_control_array_get_exclusive c devm_reset_control_array_get include/linux/reset.h:853
devm_reset_control_array_get_optional_exclusive c devm_reset_control_array_get include/linux/reset.h:865
devm_reset_control_array_get_optional_shared c devm_reset_control_array_get include/linux/reset.h:871
devm_reset_control_bulk_get_exclusive c __devm_reset_control_bulk_get include/linux/reset.h:581
devm_reset_control_get_optional c devm_reset_control_get_optional_exclusive include/linux/reset.h:836
devm_reset_control_get_optional_shared c __devm_reset_control_get include/linux/reset.h:750
devm_rpi_firmware_get a devm_add_action drivers/firmware/raspberrypi.c:355
devm_rproc_add m rproc_add drivers/remoteproc/remoteproc_core.c:2343
devm_rproc_alloc a - drivers/remoteproc/remoteproc_core.c:2621
devm_rtc_device_register a rtc_allocate_device drivers/rtc/class.c:454
devm_serdev_device_open a - drivers/tty/serdev/core.c:193
devm_snd_dmaengine_pcm_register a - sound/soc/soc-devres.c:139
devm_spi_alloc_host a __devm_spi_alloc_controller include/linux/spi/spi.h:835
devm_spi_alloc_target a __devm_spi_alloc_controller include/linux/spi/spi.h:841
devm_spi_mem_dirmap_create a - drivers/spi/spi-mem.c:623
devm_spi_register_master c devm_spi_register_controller include/linux/spi/spi.h:1610
devm_tegra_core_dev_init_opp_table a dev_pm_opp_set_config drivers/soc/tegra/common.c:105
devm_tegra_core_dev_init_opp_table_common c devm_tegra_core_dev_init_opp_table include/soc/tegra/common.h:43
devm_tegra_memory_controller_get c devm_add_action_or_reset drivers/memory/tegra/mc.c:71
devm_thermal_of_cooling_device_register a - drivers/thermal/thermal_core.c:1017
devm_ti_sci_get_by_phandle a - drivers/firmware/ti_sci.c:3043
devm_ti_sci_get_handle a - drivers/firmware/ti_sci.c:2961
devm_ti_sci_get_of_resource a - drivers/firmware/ti_sci.c:3213
devm_ti_sci_get_resource a devm_ti_sci_get_resource_sets drivers/firmware/ti_sci.c:3251
devm_uio_register_device c __devm_uio_register_device include/linux/uio_driver.h:148
devm_usb_get_phy a - drivers/usb/phy/phy.c:464
devm_usb_get_phy_by_node a - drivers/usb/phy/phy.c:535
devm_usb_get_phy_by_phandle c devm_usb_get_phy_by_node drivers/usb/phy/phy.c:594
devm_work_autocancel a devm_add_action include/linux/devm-helpers.h:71
digsig_verify a - lib/digsig.c:199
dio_register_driver c driver_register drivers/dio/dio-driver.c:76
dio_unregister_driver c driver_unregister drivers/dio/dio-driver.c:97
dir_relax r inode_lock include/linux/fs.h:3755
dir_relax_shared r inode_lock_shared include/linux/fs.h:3762
disable_kprobe m - kernel/kprobes.c:2410
disk_alloc_independent_access_ranges a - block/blk-ia-ranges.c:263
disk_set_independent_access_ranges m - block/blk-ia-ranges.c:286
dln2_register_event_cb a - drivers/mfd/dln2.c:121
dln2_transfer w alloc_rx_slot drivers/mfd/dln2.c:514
dln2_transfer_rx w alloc_rx_slot include/linux/mfd/dln2.h:81
dln2_transfer_tx w alloc_rx_slot include/linux/mfd/dln2.h:98
dm355evm_msp_read c i2c_smbus_read_byte_data drivers/mfd/dm355evm_msp.c:83
dm355evm_msp_write c i2c_smbus_write_byte_data drivers/mfd/dm355evm_msp.c:71
dm_bufio_client_create a - drivers/md/dm-bufio.c:1758
dm_bufio_client_destroy m - drivers/md/dm-bufio.c:1895
dm_bufio_client_reset s start_flush_work drivers/md/dm-bufio.c:1939
dm_bufio_get w new_read drivers/md/dm-bufio.c:1146
dm_bufio_issue_discard a async_io drivers/md/dm-bufio.c:1399
dm_bufio_issue_flush a async_io drivers/md/dm-bufio.c:1376
dm_bufio_new w new_read drivers/md/dm-bufio.c:1162
dm_bufio_read w new_read drivers/md/dm-bufio.c:1153
dm_bufio_write_dirty_buffers a async_io drivers/md/dm-bufio.c:1301
dm_copy_name_and_uuid m - drivers/md/dm-ioctl.c:2192
dm_destroy_crypto_profile c blk_crypto_profile_destroy drivers/md/dm-table.c:1278
dm_dirty_log_create a - drivers/md/dm-log.c:147
dm_get_dev_t c lookup_bdev drivers/md/dm-table.c:334
dm_get_device r - drivers/md/dm-table.c:348
dm_io a async_io drivers/md/dm-io.c:524
dm_io_client_create a - drivers/md/dm-io.c:48
dm_io_client_destroy m __cpuhp_state_remove_instance drivers/md/dm-io.c:75
dm_kcopyd_client_create a - drivers/md/dm-kcopyd.c:914
dm_kcopyd_client_destroy w - drivers/md/dm-kcopyd.c:975
dm_kcopyd_copy a - drivers/md/dm-kcopyd.c:777
dm_kcopyd_prepare_callback a - drivers/md/dm-kcopyd.c:865
dm_kcopyd_zero a dm_kcopyd_copy drivers/md/dm-kcopyd.c:857
dm_put_device r - drivers/md/dm-table.c:436
dm_region_hash_create a - drivers/md/dm-region-hash.c:163
dm_register_target r - drivers/md/dm-target.c:82
dm_resume m - drivers/md/dm.c:2848
dm_submit_bio_remap s submit_bio_noacct drivers/md/dm.c:1345
dm_suspend m - drivers/md/dm.c:2784
dm_sync_table c synchronize_srcu drivers/md/dm.c:689
dm_table_event m - drivers/md/dm-table.c:1461
dm_unregister_target r - drivers/md/dm-target.c:96
dma_async_device_channel_register a __dma_async_device_channel_register drivers/dma/dmaengine.c:1126
dma_async_device_channel_unregister m __dma_async_device_channel_unregister drivers/dma/dmaengine.c:1158
dma_buf_dynamic_attach a - drivers/dma-buf/dma-buf.c:841
dma_buf_export a - drivers/dma-buf/dma-buf.c:608
dma_buf_map_attachment_unlocked s - drivers/dma-buf/dma-buf.c:1133
dma_buf_unmap_attachment_unlocked s - drivers/dma-buf/dma-buf.c:1197
dma_fence_allocate_private_stub a - drivers/dma-buf/dma-fence.c:157
dma_fence_array_create a - drivers/dma-buf/dma-fence-array.c:180
dma_fence_chain_alloc a - include/linux/dma-fence-chain.h:89
dma_mmap_pages s mmu_notifier_invalidate_range_start kernel/dma/mapping.c:595
dma_request_slave_channel_compat c dma_request_slave_channel include/linux/dmaengine.h:1603
dma_resv_lock_slow_interruptible m ww_mutex_lock_slow_interruptible include/linux/dma-resv.h:402
dmaengine_get m - drivers/dma/dmaengine.c:969
dmaengine_put m - drivers/dma/dmaengine.c:1008
dmar_alloc_dev_scope a - drivers/iommu/intel/dmar.c:80
do_blank_screen s - drivers/tty/vt/vt.c:4357
do_take_over_console a device_create_groups_vargs drivers/tty/vt/vt.c:4273
do_wait_intr w - kernel/sched/wait.c:349
do_wait_intr_irq w - kernel/sched/wait.c:366
down_read_killable_nested s - kernel/locking/rwsem.c:1650
down_read_non_owner s - kernel/locking/rwsem.c:1672
down_write_killable_nested s - kernel/locking/rwsem.c:1694
dpaa2_io_store_create a - drivers/soc/fsl/dpio/dpio-service.c:652
dpcm_dapm_stream_event c snd_soc_dapm_stream_event sound/soc/soc-pcm.c:359
dpm_for_each_dev m device_pm_lock drivers/base/power/main.c:1990
dpm_resume_early m - drivers/base/power/main.c:851
dpm_resume_end s dpm_resume drivers/base/power/main.c:1143
dpm_resume_start m dpm_resume_early drivers/base/power/main.c:883
dpm_suspend_end m dpm_suspend_late drivers/base/power/main.c:1532
dpm_suspend_start s dpm_prepare drivers/base/power/main.c:1947
dprc_scan_container m - drivers/bus/fsl-mc/dprc-driver.c:365
drm_atomic_helper_bridge_duplicate_state a - drivers/gpu/drm/drm_atomic_state_helper.c:614
drm_atomic_helper_bridge_propagate_bus_fmt a - drivers/gpu/drm/drm_atomic_helper.c:3715
drm_atomic_helper_bridge_reset a - drivers/gpu/drm/drm_atomic_state_helper.c:675
drm_atomic_helper_commit_duplicated_state c drm_atomic_commit drivers/gpu/drm/drm_atomic_helper.c:3495
drm_atomic_helper_connector_duplicate_state a - drivers/gpu/drm/drm_atomic_state_helper.c:517
drm_atomic_helper_connector_reset a - drivers/gpu/drm/drm_atomic_state_helper.c:453
drm_atomic_helper_crtc_duplicate_state a - drivers/gpu/drm/drm_atomic_state_helper.c:170
drm_atomic_helper_crtc_reset a - drivers/gpu/drm/drm_atomic_state_helper.c:113
drm_atomic_helper_disable_all c drm_atomic_commit drivers/gpu/drm/drm_atomic_helper.c:3247
drm_atomic_helper_plane_duplicate_state a - drivers/gpu/drm/drm_atomic_state_helper.c:352
drm_atomic_helper_plane_reset a - drivers/gpu/drm/drm_atomic_state_helper.c:310
drm_atomic_helper_resume c drm_mode_config_reset drivers/gpu/drm/drm_atomic_helper.c:3541
drm_atomic_helper_shutdown c drm_atomic_helper_disable_all drivers/gpu/drm/drm_atomic_helper.c:3319
drm_atomic_helper_suspend c drm_atomic_helper_disable_all drivers/gpu/drm/drm_atomic_helper.c:3449
drm_atomic_private_obj_init m stack_depot_init drivers/gpu/drm/drm_atomic.c:791
drm_atomic_state_init a - drivers/gpu/drm/drm_atomic.c:125
drm_bridge_add m - drivers/gpu/drm/drm_bridge.c:164
drm_bridge_connector_init a - drivers/gpu/drm/drm_bridge_connector.c:328
drm_bridge_hpd_notify m - drivers/gpu/drm/drm_bridge.c:1386
drm_bridge_remove m - drivers/gpu/drm/drm_bridge.c:202
drm_buddy_init a - drivers/gpu/drm/drm_buddy.c:97
drm_class_device_register m device_lock drivers/gpu/drm/drm_sysfs.c:510
drm_class_device_unregister m device_lock drivers/gpu/drm/drm_sysfs.c:528
drm_client_framebuffer_create a drm_client_buffer_create drivers/gpu/drm/drm_client.c:435
drm_client_framebuffer_delete m drm_mode_rmfb drivers/gpu/drm/drm_client.c:458
drm_client_init a drm_file_alloc drivers/gpu/drm/drm_client.c:79
drm_client_modeset_commit m drm_master_internal_acquire drivers/gpu/drm/drm_client_modeset.c:1182
drm_client_modeset_commit_locked m - drivers/gpu/drm/drm_client_modeset.c:1157
drm_client_modeset_dpms m drm_master_internal_acquire drivers/gpu/drm/drm_client_modeset.c:1232
drm_client_modeset_free m - drivers/gpu/drm/drm_client_modeset.c:91
drm_client_register m - drivers/gpu/drm/drm_client.c:130
drm_client_release m drm_client_close drivers/gpu/drm/drm_client.c:171
drm_connector_attach_dp_subconnector_property c drm_property_create_enum drivers/gpu/drm/drm_connector.c:1512
drm_connector_attach_privacy_screen_provider m drm_privacy_screen_get_state drivers/gpu/drm/drm_connector.c:2541
drm_connector_attach_scaling_mode_property a drm_property_create drivers/gpu/drm/drm_connector.c:1880
drm_connector_cleanup m drm_mode_object_unregister drivers/gpu/drm/drm_connector.c:533
drm_connector_helper_get_modes_fixed a drm_mode_create drivers/gpu/drm/drm_probe_helper.c:1106
drm_connector_helper_hpd_irq_event m - drivers/gpu/drm/drm_probe_helper.c:947
drm_connector_init m __drm_mode_object_add drivers/gpu/drm/drm_connector.c:351
drm_connector_init_with_ddc m __drm_mode_object_add drivers/gpu/drm/drm_connector.c:387
drm_connector_lookup m __drm_mode_object_find include/drm/drm_connector.h:1739
drm_connector_oob_hotplug_event m drm_connector_find_by_fwnode drivers/gpu/drm/drm_connector.c:2849
drm_connector_unregister m - drivers/gpu/drm/drm_connector.c:662
drm_connector_update_privacy_screen m drm_privacy_screen_set_sw_state drivers/gpu/drm/drm_connector.c:2563
drm_crtc_cleanup m drm_mode_object_unregister drivers/gpu/drm/drm_crtc.c:496
drm_crtc_commit_wait s __wait_for_common drivers/gpu/drm/drm_atomic.c:69
drm_crtc_create_scaling_filter_property a drm_property_create drivers/gpu/drm/drm_crtc.c:943
drm_crtc_find m __drm_mode_object_find include/drm/drm_crtc.h:1300
drm_crtc_init a __drm_universal_plane_alloc drivers/gpu/drm/drm_modeset_helper.c:141
drm_crtc_init_with_planes m __drm_mode_object_add drivers/gpu/drm/drm_crtc.c:354
drm_crtc_wait_one_vblank w drm_wait_one_vblank drivers/gpu/drm/drm_vblank.c:1283
drm_cvt_mode a drm_mode_create drivers/gpu/drm/drm_modes.c:143
drm_debugfs_remove_files m - drivers/gpu/drm/drm_debugfs.c:237
drm_dev_alloc a - drivers/gpu/drm/drm_drv.c:730
drm_dev_set_unique a - drivers/gpu/drm/drm_drv.c:991
drm_dev_unplug r i_mmap_lock_read drivers/gpu/drm/drm_drv.c:478
drm_display_mode_from_cea_vic a drm_mode_create drivers/gpu/drm/drm_edid.c:4408
drm_dp_aux_register c i2c_add_adapter drivers/gpu/drm/display/drm_dp_helper.c:2128
drm_dp_aux_unregister c i2c_del_adapter drivers/gpu/drm/display/drm_dp_helper.c:2162
drm_dp_cec_irq m - drivers/gpu/drm/display/drm_dp_cec.c:242
drm_dp_cec_set_edid c cancel_delayed_work_sync drivers/gpu/drm/display/drm_dp_cec.c:300
drm_dp_cec_unregister_connector c cancel_delayed_work_sync drivers/gpu/drm/display/drm_dp_cec.c:435
drm_dp_cec_unset_edid c cancel_delayed_work_sync drivers/gpu/drm/display/drm_dp_cec.c:375
drm_dp_dpcd_set_powered m - drivers/gpu/drm/display/drm_dp_helper.c:623
drm_dp_dual_mode_read c i2c_transfer drivers/gpu/drm/display/drm_dp_dual_mode_helper.c:63
drm_dp_link_train_clock_recovery_delay c usleep_range drivers/gpu/drm/display/drm_dp_helper.c:373
drm_dp_mst_detect_port c drm_modeset_lock drivers/gpu/drm/display/drm_dp_mst_topology.c:4227
drm_dp_mst_hpd_irq_send_new_request m - drivers/gpu/drm/display/drm_dp_mst_topology.c:4198
drm_dp_mst_topology_mgr_destroy c flush_work drivers/gpu/drm/display/drm_dp_mst_topology.c:5615
drm_dp_mst_topology_mgr_init c stack_depot_init drivers/gpu/drm/display/drm_dp_mst_topology.c:5553
drm_dp_mst_topology_mgr_resume m - drivers/gpu/drm/display/drm_dp_mst_topology.c:3729
drm_dp_mst_topology_mgr_set_mst m - drivers/gpu/drm/display/drm_dp_mst_topology.c:3604
drm_dp_mst_topology_mgr_suspend m - drivers/gpu/drm/display/drm_dp_mst_topology.c:3692
drm_edid_alloc a - drivers/gpu/drm/drm_edid.c:2479
drm_edid_dup a drm_edid_alloc drivers/gpu/drm/drm_edid.c:2506
drm_edid_duplicate a - drivers/gpu/drm/drm_edid.c:2784
drm_edid_get_panel_id a - drivers/gpu/drm/drm_edid.c:2721
drm_encoder_cleanup m drm_mode_object_unregister drivers/gpu/drm/drm_encoder.c:183
drm_encoder_find m __drm_mode_object_find include/drm/drm_encoder.h:297
drm_encoder_init m __drm_mode_object_add drivers/gpu/drm/drm_encoder.c:159
drm_fb_helper_alloc_fbi a alloc_apertures drivers/gpu/drm/drm_fb_helper.c:573
drm_fb_helper_debug_leave m - drivers/gpu/drm/drm_fb_helper.c:191
drm_fb_helper_ioctl m - drivers/gpu/drm/drm_fb_helper.c:1226
drm_fb_helper_pan_display m - drivers/gpu/drm/drm_fb_helper.c:1563
drm_fb_helper_set_suspend_unlocked s start_flush_work drivers/gpu/drm/drm_fb_helper.c:946
drm_fb_helper_setcmap m - drivers/gpu/drm/drm_fb_helper.c:1184
drm_fb_xrgb8888_to_mono a - drivers/gpu/drm/drm_format_helper.c:737
drm_framebuffer_cleanup m - drivers/gpu/drm/drm_framebuffer.c:942
drm_framebuffer_init m - drivers/gpu/drm/drm_framebuffer.c:844
drm_framebuffer_lookup m __drm_mode_object_find drivers/gpu/drm/drm_framebuffer.c:883
drm_framebuffer_unregister_private m drm_mode_object_unregister drivers/gpu/drm/drm_framebuffer.c:911
drm_gem_dma_dumb_create m drm_gem_handle_create drivers/gpu/drm/drm_gem_dma_helper.c:302
drm_gem_dma_dumb_create_internal m drm_gem_handle_create drivers/gpu/drm/drm_gem_dma_helper.c:265
drm_gem_dma_free m drm_gem_lru_remove drivers/gpu/drm/drm_gem_dma_helper.c:226
drm_gem_dma_get_sg_table a - drivers/gpu/drm/drm_gem_dma_helper.c:421
drm_gem_dma_object_free m drm_gem_lru_remove include/drm/drm_gem_dma_helper.h:58
drm_gem_dma_object_get_sg_table a drm_gem_dma_get_sg_table include/drm/drm_gem_dma_helper.h:92
drm_gem_dma_prime_import_sg_table_vmap m dma_buf_vmap drivers/gpu/drm/drm_gem_dma_helper.c:575
drm_gem_dmabuf_export a dma_buf_export drivers/gpu/drm/drm_prime.c:247
drm_gem_duplicate_shadow_plane_state a - drivers/gpu/drm/drm_gem_atomic_helper.c:272
drm_gem_fb_create a drm_gem_fb_create_with_funcs drivers/gpu/drm/drm_gem_framebuffer_helper.c:275
drm_gem_fb_create_handle m drm_gem_handle_create drivers/gpu/drm/drm_gem_framebuffer_helper.c:122
drm_gem_fb_create_with_dirty a drm_gem_fb_create_with_funcs drivers/gpu/drm/drm_gem_framebuffer_helper.c:313
drm_gem_fb_create_with_funcs a - drivers/gpu/drm/drm_gem_framebuffer_helper.c:226
drm_gem_fb_destroy m drm_framebuffer_cleanup drivers/gpu/drm/drm_gem_framebuffer_helper.c:97
drm_gem_fb_init_with_funcs m drm_framebuffer_init drivers/gpu/drm/drm_gem_framebuffer_helper.c:151
drm_gem_get_pages a - drivers/gpu/drm/drm_gem.c:535
drm_gem_handle_create m - drivers/gpu/drm/drm_gem.c:422
drm_gem_handle_delete m drm_gem_object_handle_put_unlocked drivers/gpu/drm/drm_gem.c:263
drm_gem_lru_move_tail m - drivers/gpu/drm/drm_gem.c:1342
drm_gem_lru_remove m - drivers/gpu/drm/drm_gem.c:1305
drm_gem_lru_scan m - drivers/gpu/drm/drm_gem.c:1366
drm_gem_object_release m drm_gem_lru_remove drivers/gpu/drm/drm_gem.c:939
drm_gem_prime_export a dma_buf_export drivers/gpu/drm/drm_prime.c:881
drm_gem_prime_fd_to_handle m - drivers/gpu/drm/drm_prime.c:300
drm_gem_prime_handle_to_fd m - drivers/gpu/drm/drm_prime.c:429
drm_gem_prime_mmap a - drivers/gpu/drm/drm_prime.c:717
drm_gem_reset_shadow_plane a - drivers/gpu/drm/drm_gem_atomic_helper.c:350
drm_gem_shmem_dumb_create m drm_gem_handle_create drivers/gpu/drm/drm_gem_shmem_helper.c:517
drm_gem_shmem_free m drm_gem_lru_remove drivers/gpu/drm/drm_gem_shmem_helper.c:138
drm_gem_shmem_get_pages m - drivers/gpu/drm/drm_gem_shmem_helper.c:206
drm_gem_shmem_get_pages_sgt m - drivers/gpu/drm/drm_gem_shmem_helper.c:749
drm_gem_shmem_get_sg_table a drm_prime_pages_to_sg drivers/gpu/drm/drm_gem_shmem_helper.c:686
drm_gem_shmem_madvise m - drivers/gpu/drm/drm_gem_shmem_helper.c:444
drm_gem_shmem_mmap m drm_gem_shmem_get_pages drivers/gpu/drm/drm_gem_shmem_helper.c:619
drm_gem_shmem_object_free m drm_gem_lru_remove include/drm/drm_gem_shmem_helper.h:153
drm_gem_shmem_object_get_sg_table a drm_prime_pages_to_sg include/drm/drm_gem_shmem_helper.h:215
drm_gem_shmem_object_mmap m drm_gem_shmem_get_pages include/drm/drm_gem_shmem_helper.h:268
drm_gem_shmem_object_pin m drm_gem_shmem_get_pages include/drm/drm_gem_shmem_helper.h:184
drm_gem_shmem_object_unpin m drm_gem_shmem_put_pages include/drm/drm_gem_shmem_helper.h:198
drm_gem_shmem_object_vmap m drm_gem_shmem_vmap include/drm/drm_gem_shmem_helper.h:233
drm_gem_shmem_object_vunmap m drm_gem_shmem_vunmap include/drm/drm_gem_shmem_helper.h:249
drm_gem_shmem_pin m drm_gem_shmem_get_pages drivers/gpu/drm/drm_gem_shmem_helper.c:267
drm_gem_shmem_put_pages m - drivers/gpu/drm/drm_gem_shmem_helper.c:249
drm_gem_shmem_unpin m drm_gem_shmem_put_pages drivers/gpu/drm/drm_gem_shmem_helper.c:282
drm_gem_shmem_vmap m - drivers/gpu/drm/drm_gem_shmem_helper.c:359
drm_gem_shmem_vunmap m - drivers/gpu/drm/drm_gem_shmem_helper.c:407
drm_gem_simple_kms_duplicate_shadow_plane_state a drm_gem_duplicate_shadow_plane_state drivers/gpu/drm/drm_gem_atomic_helper.c:485
drm_gem_simple_kms_reset_shadow_plane a drm_gem_reset_shadow_plane drivers/gpu/drm/drm_gem_atomic_helper.c:466
drm_gem_ttm_vmap m dma_resv_lock drivers/gpu/drm/drm_gem_ttm_helper.c:63
drm_gem_ttm_vunmap m dma_resv_lock drivers/gpu/drm/drm_gem_ttm_helper.c:85
drm_gem_vram_driver_dumb_create m drm_gem_handle_create drivers/gpu/drm/drm_gem_vram_helper.c:619
drm_gem_vram_fill_create_dumb m drm_gem_handle_create drivers/gpu/drm/drm_gem_vram_helper.c:502
drm_gtf_mode a drm_mode_create drivers/gpu/drm/drm_modes.c:574
drm_gtf_mode_complex a drm_mode_create drivers/gpu/drm/drm_modes.c:369
drm_helper_disable_unused_functions a drm_modeset_lock_all drivers/gpu/drm/drm_crtc_helper.c:232
drm_helper_force_disable_all a drm_modeset_lock_all drivers/gpu/drm/drm_crtc_helper.c:1015
drm_helper_resume_force_mode a drm_modeset_lock_all drivers/gpu/drm/drm_crtc_helper.c:953
drm_i2c_encoder_destroy m device_lock drivers/gpu/drm/drm_encoder_slave.c:105
drm_i2c_encoder_init a i2c_new_client_device drivers/gpu/drm/drm_encoder_slave.c:52
drm_i2c_encoder_register m i2c_for_each_dev include/drm/drm_encoder_slave.h:147
drm_i2c_encoder_unregister m i2c_for_each_dev include/drm/drm_encoder_slave.h:157
drm_ioctl u - drivers/gpu/drm/drm_ioctl.c:811
drm_lease_held m - drivers/gpu/drm/drm_lease.c:126
drm_legacy_addbufs_agp m - drivers/gpu/drm/drm_bufs.c:718
drm_legacy_addbufs_pci m - drivers/gpu/drm/drm_bufs.c:882
drm_legacy_addmap a drm_addmap_core drivers/gpu/drm/drm_bufs.c:379
drm_legacy_agp_alloc a - drivers/gpu/drm/drm_agpsupport.c:195
drm_legacy_agp_init a - drivers/gpu/drm/drm_agpsupport.c:384
drm_legacy_irq_uninstall c free_irq drivers/gpu/drm/drm_irq.c:115
drm_legacy_mmap m - drivers/gpu/drm/drm_vm.c:637
drm_mm_init c stack_depot_init drivers/gpu/drm/drm_mm.c:963
drm_mode_config_helper_resume s start_flush_work drivers/gpu/drm/drm_modeset_helper.c:235
drm_mode_config_helper_suspend s start_flush_work drivers/gpu/drm/drm_modeset_helper.c:190
drm_mode_config_init m stack_depot_init include/drm/drm_mode_config.h:971
drm_mode_create a - drivers/gpu/drm/drm_modes.c:73
drm_mode_create_tile_group a - drivers/gpu/drm/drm_connector.c:2943
drm_mode_crtc_set_gamma_size a - drivers/gpu/drm/drm_color_mgmt.c:206
drm_mode_duplicate a drm_mode_create drivers/gpu/drm/drm_modes.c:979
drm_mode_get_tile_group m - drivers/gpu/drm/drm_connector.c:2912
drm_mode_object_find m __drm_mode_object_find drivers/gpu/drm/drm_mode_object.c:173
drm_modeset_lock_init m stack_depot_init drivers/gpu/drm/drm_modeset_lock.c:366
drm_of_component_probe a component_master_add_with_match drivers/gpu/drm/drm_of.c:112
drm_open m drm_open_helper drivers/gpu/drm/drm_file.c:405
drm_panel_add m - drivers/gpu/drm/drm_panel.c:77
drm_panel_bridge_add_typed a - drivers/gpu/drm/bridge/panel.c:234
drm_panel_disable m backlight_update_status drivers/gpu/drm/drm_panel.c:186
drm_panel_enable m backlight_update_status drivers/gpu/drm/drm_panel.c:154
drm_panel_of_backlight c devm_of_find_backlight drivers/gpu/drm/drm_panel.c:337
drm_panel_remove m - drivers/gpu/drm/drm_panel.c:91
drm_pci_unregister_driver_if_modeset w klist_remove include/drm/drm_module.h:73
drm_plane_cleanup m drm_mode_object_unregister drivers/gpu/drm/drm_plane.c:531
drm_plane_create_alpha_property a drm_property_create drivers/gpu/drm/drm_blend.c:219
drm_plane_create_blend_mode_property a drm_property_create drivers/gpu/drm/drm_blend.c:572
drm_plane_create_color_properties a drm_property_create drivers/gpu/drm/drm_color_mgmt.c:527
drm_plane_create_rotation_property a drm_property_create drivers/gpu/drm/drm_blend.c:272
drm_plane_create_scaling_filter_property a drm_property_create drivers/gpu/drm/drm_plane.c:1565
drm_plane_create_zpos_immutable_property a drm_property_create drivers/gpu/drm/drm_blend.c:408
drm_plane_create_zpos_property a drm_property_create drivers/gpu/drm/drm_blend.c:369
drm_plane_find m __drm_mode_object_find include/drm/drm_plane.h:893
drm_plane_helper_destroy m drm_mode_object_unregister drivers/gpu/drm/drm_plane_helper.c:285
drm_plane_helper_update_primary a - drivers/gpu/drm/drm_plane_helper.c:173
drm_prime_gem_destroy m dma_resv_lock drivers/gpu/drm/drm_prime.c:1052
drm_prime_pages_to_sg a - drivers/gpu/drm/drm_prime.c:815
drm_privacy_screen_get m - drivers/gpu/drm/drm_privacy_screen.c:115
drm_privacy_screen_get_state m - drivers/gpu/drm/drm_privacy_screen.c:249
drm_privacy_screen_lookup_add m - drivers/gpu/drm/drm_privacy_screen.c:55
drm_privacy_screen_lookup_remove m - drivers/gpu/drm/drm_privacy_screen.c:71
drm_privacy_screen_register a - drivers/gpu/drm/drm_privacy_screen.c:390
drm_privacy_screen_register_notifier r __blocking_notifier_chain_register drivers/gpu/drm/drm_privacy_screen.c:280
drm_privacy_screen_set_sw_state m - drivers/gpu/drm/drm_privacy_screen.c:208
drm_privacy_screen_unregister m - drivers/gpu/drm/drm_privacy_screen.c:435
drm_privacy_screen_unregister_notifier r blocking_notifier_chain_unregister drivers/gpu/drm/drm_privacy_screen.c:296
drm_property_add_enum a - drivers/gpu/drm/drm_property.c:389
drm_property_create a - drivers/gpu/drm/drm_property.c:96
drm_property_create_bitmask a drm_property_create drivers/gpu/drm/drm_property.c:209
drm_property_create_blob a - drivers/gpu/drm/drm_property.c:555
drm_property_create_bool a drm_property_create drivers/gpu/drm/drm_property.c:368
drm_property_create_enum a drm_property_create drivers/gpu/drm/drm_property.c:161
drm_property_create_object a drm_property_create drivers/gpu/drm/drm_property.c:331
drm_property_create_range a drm_property_create drivers/gpu/drm/drm_property.c:276
drm_property_create_signed_range a drm_property_create drivers/gpu/drm/drm_property.c:304
drm_property_destroy m drm_mode_object_unregister drivers/gpu/drm/drm_property.c:440
drm_property_find m __drm_mode_object_find include/drm/drm_property.h:301
drm_property_lookup_blob m __drm_mode_object_find drivers/gpu/drm/drm_property.c:650
drm_read m - drivers/gpu/drm/drm_file.c:563
drm_release m drm_close_helper drivers/gpu/drm/drm_file.c:479
drm_release_noglobal m drm_close_helper drivers/gpu/drm/drm_file.c:519
drm_scdc_set_high_tmds_clock_ratio c usleep_range drivers/gpu/drm/display/drm_scdc_helper.c:233
drm_sched_fini c cancel_delayed_work_sync drivers/gpu/drm/scheduler/sched_main.c:1046
drm_sched_init c kthread_run drivers/gpu/drm/scheduler/sched_main.c:1001
drm_sched_stop c kthread_park drivers/gpu/drm/scheduler/sched_main.c:391
drm_self_refresh_helper_init a - drivers/gpu/drm/drm_self_refresh_helper.c:232
drm_simple_display_pipe_init a __drm_universal_plane_init drivers/gpu/drm/drm_simple_kms_helper.c:387
drm_simple_encoder_init m __drm_mode_object_add drivers/gpu/drm/drm_simple_kms_helper.c:67
drm_syncobj_create a - drivers/gpu/drm/drm_syncobj.c:492
drm_syncobj_get_fd a __d_alloc drivers/gpu/drm/drm_syncobj.c:610
drm_universal_plane_init a __drm_universal_plane_init drivers/gpu/drm/drm_plane.c:380
drm_vblank_init a - drivers/gpu/drm/drm_vblank.c:523
drm_vma_node_allow a vma_node_allow drivers/gpu/drm/drm_vma_manager.c:313
drm_vma_node_allow_once a vma_node_allow drivers/gpu/drm/drm_vma_manager.c:338
drm_wait_one_vblank w - drivers/gpu/drm/drm_vblank.c:1249
drm_writeback_connector_init a drm_property_create_blob drivers/gpu/drm/drm_writeback.c:175
drm_writeback_connector_init_with_encoder a drm_property_create_blob drivers/gpu/drm/drm_writeback.c:233
drm_writeback_get_out_fence a - drivers/gpu/drm/drm_writeback.c:450
drmm_add_action_or_reset c __drmm_add_action_or_reset include/drm/drm_managed.h:41
drmm_connector_init m __drm_mode_object_add drivers/gpu/drm/drm_connector.c:427
drmm_crtc_init_with_planes m __drm_mode_object_add drivers/gpu/drm/drm_crtc.c:436
drmm_encoder_init m __drm_mode_object_add drivers/gpu/drm/drm_encoder.c:283
drmm_mode_config_init m stack_depot_init drivers/gpu/drm/drm_mode_config.c:400
drmm_mutex_init c drmm_add_action_or_reset include/drm/drm_managed.h:121
drmm_simple_encoder_alloc c __drmm_simple_encoder_alloc include/drm/drm_simple_kms_helper.h:264
drmm_universal_plane_alloc c __drmm_universal_plane_alloc include/drm/drm_plane.h:804
drmm_vram_helper_init a drm_vram_helper_alloc_mm drivers/gpu/drm/drm_gem_vram_helper.c:1085
dsa_devlink_region_create c devlink_region_create net/dsa/dsa.c:423
dsa_devlink_region_destroy c devlink_region_destroy net/dsa/dsa.c:446
dsa_register_switch m - net/dsa/dsa2.c:1849
dsa_switch_shutdown m - net/dsa/dsa2.c:1884
dsa_unregister_switch m - net/dsa/dsa2.c:1871
dst_entries_init a - include/net/dst_ops.h:63
dtpm_register c powercap_register_zone drivers/powercap/dtpm.c:365
dtpm_unregister c powercap_unregister_zone drivers/powercap/dtpm.c:336
dvb_ca_en50221_init a - drivers/media/dvb-core/dvb_ca_en50221.c:1870
dvb_ca_en50221_release m - drivers/media/dvb-core/dvb_ca_en50221.c:1958
dvb_dmx_init c vmalloc drivers/media/dvb-core/dvb_demux.c:1234
dvb_dmxdev_init c vmalloc drivers/media/dvb-core/dmxdev.c:1411
dvb_dmxdev_release m - drivers/media/dvb-core/dmxdev.c:1456
dvb_module_probe a - drivers/media/dvb-core/dvbdev.c:1029
dvb_module_release c i2c_unregister_device drivers/media/dvb-core/dvbdev.c:1066
dvb_net_init c dvb_register_device drivers/media/dvb-core/dvb_net.c:1652
dvb_net_release m - drivers/media/dvb-core/dvb_net.c:1629
dvb_register_adapter m - drivers/media/dvb-core/dvbdev.c:902
dvb_register_device m - drivers/media/dvb-core/dvbdev.c:458
dvb_register_frontend m - drivers/media/dvb-core/dvb_frontend.c:2988
dvb_remove_device r - drivers/media/dvb-core/dvbdev.c:602
dvb_unregister_adapter m - drivers/media/dvb-core/dvbdev.c:954
dvb_unregister_device c dvb_remove_device drivers/media/dvb-core/dvbdev.c:644
dvb_unregister_frontend m - drivers/media/dvb-core/dvb_frontend.c:3056
dw_dma_probe a - drivers/dma/dw/dw.c:106
dw_hdmi_probe a - drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:3349
dw_hdmi_remove c drm_bridge_remove drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:3648
dw_hdmi_set_channel_allocation m - drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:768
dw_hdmi_set_channel_count m - drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:741
dw_hdmi_set_sample_rate m - drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:731
dw_hdmi_unbind c dw_hdmi_remove drivers/gpu/drm/bridge/synopsys/dw-hdmi.c:3695
ec_transaction m acpi_ec_transaction drivers/acpi/ec.c:952
ecc_alloc_point a - crypto/ecc.c:84
ecc_gen_privkey m crypto_get_default_rng crypto/ecc.c:1476
ecc_is_pubkey_valid_full a ecc_alloc_point crypto/ecc.c:1590
efi_capsule_update a - drivers/firmware/efi/capsule.c:216
efivar_lock r - drivers/firmware/efi/vars.c:139
efivar_set_variable r efivar_lock drivers/firmware/efi/vars.c:239
efivars_register r - drivers/firmware/efi/vars.c:65
efivars_unregister r - drivers/firmware/efi/vars.c:101
ehset_single_step_set_feature a - drivers/usb/core/hcd.c:2194
eisa_driver_register c driver_register drivers/eisa/eisa-bus.c:145
eisa_driver_unregister c driver_unregister drivers/eisa/eisa-bus.c:152
em_dev_register_perf_domain m - kernel/power/energy_model.c:337
enable_kprobe m - kernel/kprobes.c:2428
enclosure_add_device a __kernfs_new_node drivers/misc/enclosure.c:363
enclosure_component_register m device_lock drivers/misc/enclosure.c:332
enclosure_find m - drivers/misc/enclosure.c:43
enclosure_for_each_device m - drivers/misc/enclosure.c:84
enclosure_register a - drivers/misc/enclosure.c:115
enclosure_unregister m - drivers/misc/enclosure.c:163
erst_clear m - drivers/acpi/apei/erst.c:927
erst_get_record_id_begin m - drivers/acpi/apei/erst.c:454
erst_get_record_id_end m - drivers/acpi/apei/erst.c:604
erst_get_record_id_next m - drivers/acpi/apei/erst.c:540
ethtool_rx_flow_rule_create a - net/ethtool/ioctl.c:3147
extcon_dev_unregister m - drivers/extcon/extcon.c:1306
extcon_find_edev_by_node m - drivers/extcon/extcon.c:1354
extcon_get_edev_by_phandle c extcon_find_edev_by_node drivers/extcon/extcon.c:1376
extcon_get_extcon_dev m - drivers/extcon/extcon.c:879
ezx_pcap_read m spi_sync drivers/mfd/ezx-pcap.c:93
ezx_pcap_set_bits m spi_sync drivers/mfd/ezx-pcap.c:109
ezx_pcap_write m spi_sync drivers/mfd/ezx-pcap.c:77
failover_register a - net/core/failover.c:242
fault_create_debugfs_attr r inode_lock lib/fault-inject.c:205
fb_bl_default_curve m - drivers/video/fbdev/core/fbsysfs.c:568
fb_deferred_io_cleanup m - drivers/video/fbdev/core/fb_defio.c:451
fb_deferred_io_init a - drivers/video/fbdev/core/fb_defio.c:371
fb_get_mode a - drivers/video/fbdev/core/fbmon.c:1215
fb_notifier_call_chain c blocking_notifier_call_chain drivers/video/fbdev/core/fb_notify.c:50
fb_register_client c blocking_notifier_chain_register drivers/video/fbdev/core/fb_notify.c:25
fb_unregister_client c blocking_notifier_chain_unregister drivers/video/fbdev/core/fb_notify.c:37
fc_attach_transport a - drivers/scsi/scsi_transport_fc.c:2624
fc_exch_mgr_alloc c mempool_create_slab_pool drivers/scsi/libfc/fc_exch.c:2462
fc_exch_mgr_free c flush_workqueue drivers/scsi/libfc/fc_exch.c:2557
fc_fabric_login m - drivers/scsi/libfc/fc_lport.c:528
fc_fabric_logoff m - drivers/scsi/libfc/fc_lport.c:613
fc_host_fpin_rcv a fc_host_post_fc_event drivers/scsi/scsi_transport_fc.c:907
fc_host_post_event a fc_host_post_fc_event drivers/scsi/scsi_transport_fc.c:613
fc_host_post_fc_event a - drivers/scsi/scsi_transport_fc.c:538
fc_host_post_vendor_event a fc_host_post_fc_event drivers/scsi/scsi_transport_fc.c:635
fc_linkup m - drivers/scsi/libfc/fc_lport.c:565
fc_lport_destroy m - drivers/scsi/libfc/fc_lport.c:639
fc_lport_init_stats c alloc_percpu include/scsi/libfc.h:834
fc_lport_reset c cancel_delayed_work_sync drivers/scsi/libfc/fc_lport.c:985
fc_release_transport m attribute_container_unregister drivers/scsi/scsi_transport_fc.c:2766
fc_remove_host c scsi_flush_work drivers/scsi/scsi_transport_fc.c:2882
fc_rport_flush_queue c flush_workqueue drivers/scsi/libfc/fc_rport.c:2182
fc_rport_login m - drivers/scsi/libfc/fc_rport.c:426
fc_rport_logoff m - drivers/scsi/libfc/fc_rport.c:503
fc_set_mfs m - drivers/scsi/libfc/fc_lport.c:661
fc_vport_create a fc_vport_setup drivers/scsi/scsi_transport_fc.c:3955
fc_vport_setlink m - drivers/scsi/libfc/fc_npiv.c:117
fcoe_ctlr_destroy c cancel_work_sync drivers/scsi/fcoe/fcoe_ctlr.c:296
fcoe_ctlr_device_delete m - drivers/scsi/fcoe/fcoe_sysfs.c:872
fcoe_ctlr_link_down m - drivers/scsi/fcoe/fcoe_ctlr.c:498
fcoe_ctlr_link_up m - drivers/scsi/fcoe/fcoe_ctlr.c:439
fcoe_transport_detach m - drivers/scsi/fcoe/fcoe_transport.c:561
fcoe_validate_vport_create m - drivers/scsi/fcoe/fcoe_transport.c:249
ffa_device_register a - drivers/firmware/arm_ffa/bus.c:176
ffa_device_unregister m device_lock drivers/firmware/arm_ffa/bus.c:216
ffa_driver_register a bus_add_driver drivers/firmware/arm_ffa/bus.c:107
ffa_driver_unregister w klist_remove drivers/firmware/arm_ffa/bus.c:128
fib_default_rule_add a - net/core/fib_rules.c:55
fib_nl_delrule a fib_nl2rule net/core/fib_rules.c:886
fib_nl_newrule a fib_nl2rule net/core/fib_rules.c:778
fib_notifier_ops_register a - net/core/fib_notifier.c:143
fib_rules_register a - net/core/fib_rules.c:164
filemap_invalidate_lock r - include/linux/fs.h:807
filemap_invalidate_lock_shared r - include/linux/fs.h:817
filemap_page_mkwrite s folio_lock mm/filemap.c:3539
find_asymmetric_key a - crypto/asymmetric_keys/asymmetric_type.c:53
firmware_request_cache m - drivers/base/firmware_loader/main.c:1030
firmware_upload_register a - drivers/base/firmware_loader/sysfs_upload.c:291
firmware_upload_unregister m - drivers/base/firmware_loader/sysfs_upload.c:383
fixed_phy_add a fixed_phy_add_gpiod drivers/net/phy/fixed_phy.c:163
fixed_phy_register a __fixed_phy_register drivers/net/phy/fixed_phy.c:310
fixed_phy_register_with_gpiod a __fixed_phy_register drivers/net/phy/fixed_phy.c:319
fixed_phy_unregister m device_lock drivers/net/phy/fixed_phy.c:327
flow_block_cb_alloc a - net/core/flow_offload.c:247
flow_indr_block_cb_alloc a flow_block_cb_alloc net/core/flow_offload.c:516
flow_indr_dev_register m - net/core/flow_offload.c:418
flow_indr_dev_setup_offload m - net/core/flow_offload.c:591
flow_indr_dev_unregister m - net/core/flow_offload.c:471
flow_resources_alloc a - drivers/infiniband/core/uverbs_cmd.c:2582
flow_rule_alloc a - net/core/flow_offload.c:10
folio_lock_or_retry s - include/linux/pagemap.h:1063
fork_usermode_driver a - kernel/usermode_driver.c:169
fpga_bridge_unregister c device_unregister drivers/fpga/fpga-bridge.c:399
fpga_mgr_unregister c device_unregister drivers/fpga/fpga-mgr.c:893
fpga_region_unregister c device_unregister drivers/fpga/fpga-region.c:280
fq_init a - include/net/fq_impl.h:345
frame_vector_create a - drivers/media/common/videobuf2/frame_vector.c:155
framebuffer_alloc a - drivers/video/fbdev/core/fbsysfs.c:36
free_candev c free_netdev drivers/net/can/dev/dev.c:286
free_opal_dev m clean_opal_dev block/sed-opal.c:2176
free_rs m - lib/reed_solomon/reed_solomon.c:176
freeze_bdev m - block/bdev.c:255
freeze_super r - fs/super.c:1745
fs_context_for_mount a alloc_fs_context fs/fs_context.c:301
fs_context_for_reconfigure a alloc_fs_context fs/fs_context.c:309
fs_context_for_submount a alloc_fs_context fs/fs_context.c:326
fscache_wait_for_objects w - include/linux/fscache-cache.h:186
fsl_mc_allocate_irqs a - drivers/bus/fsl-mc/fsl-mc-allocator.c:437
fsl_mc_driver_register c __fsl_mc_driver_register include/linux/fsl/mc.h:390
fsl_mc_driver_unregister w klist_remove drivers/bus/fsl-mc/fsl-mc-bus.c:528
fsnotify_group_lock m - include/linux/fsnotify_backend.h:264
ftrace_set_filter m ftrace_set_hash kernel/trace/ftrace.c:5986
ftrace_set_filter_ip m ftrace_set_hash kernel/trace/ftrace.c:5917
ftrace_set_filter_ips m ftrace_set_hash kernel/trace/ftrace.c:5940
ftrace_set_global_filter m ftrace_set_hash kernel/trace/ftrace.c:6025
ftrace_set_global_notrace m ftrace_set_hash kernel/trace/ftrace.c:6041
ftrace_set_notrace m ftrace_set_hash kernel/trace/ftrace.c:6009
futex_atomic_cmpxchg_inatomic_local u - include/asm-generic/futex.h:99
futex_atomic_op_inuser_local u - include/asm-generic/futex.h:38
fw_core_add_descriptor m - drivers/firewire/core-card.c:167
fw_core_remove_address_handler s rcu_blocking_is_gp drivers/firewire/core-transaction.c:610
fw_core_remove_descriptor m - drivers/firewire/core-card.c:204
fw_iso_buffer_init a fw_iso_buffer_alloc drivers/firewire/core-iso.c:77
fw_run_transaction s __wait_for_common drivers/firewire/core-transaction.c:415
fwnode_create_software_node a software_node_alloc drivers/base/swnode.c:978
fwnode_iio_channel_get_by_name a fwnode_iio_channel_get drivers/iio/inkern.c:257
fwnode_irq_get_byname a fwnode_property_match_string drivers/base/property.c:1029
fwnode_property_match_string a - drivers/base/property.c:470
gameport_allocate_port a - include/linux/gameport.h:99
gameport_close m gameport_set_drv drivers/input/gameport/gameport.c:818
gameport_open m gameport_set_drv drivers/input/gameport/gameport.c:802
gameport_pin_driver m - include/linux/gameport.h:133
gameport_unregister_driver m - drivers/input/gameport/gameport.c:754
gameport_unregister_port m - drivers/input/gameport/gameport.c:664
gb_connection_disable m - drivers/greybus/connection.c:817
gb_connection_disable_rx m - drivers/greybus/connection.c:782
gb_connection_enable m - drivers/greybus/connection.c:737
gb_connection_enable_tx m - drivers/greybus/connection.c:757
gb_interface_enable a - drivers/greybus/interface.c:1069
gb_operation_request_send_sync c gb_operation_request_send_sync_timeout include/linux/greybus/operation.h:179
gb_operation_request_send_sync_timeout c gb_operation_request_send drivers/greybus/operation.c:794
gb_operation_sync c gb_operation_sync_timeout include/linux/greybus/operation.h:199
gb_operation_sync_timeout c gb_operation_create drivers/greybus/operation.c:1138
gb_svc_intf_set_power_mode c gb_operation_sync drivers/greybus/svc.c:550
gb_svc_pwrmon_intf_sample_get c gb_operation_sync drivers/greybus/svc.c:209
gen_new_estimator a - net/core/gen_estimator.c:130
gen_pool_add_owner a vzalloc_node lib/genalloc.c:184
gen_replace_estimator a gen_new_estimator net/core/gen_estimator.c:233
generic_device_group a iommu_group_alloc drivers/iommu/iommu.c:1491
generic_fh_to_dentry a __d_alloc fs/libfs.c:1078
generic_fh_to_parent a __d_alloc fs/libfs.c:1111
generic_file_fsync r inode_lock fs/libfs.c:1185
generic_file_write_iter r inode_lock mm/filemap.c:3980
generic_rndis_bind a - drivers/net/usb/rndis_host.c:290
genpd_dev_pm_attach_by_id a - drivers/base/power/domain.c:2838
genpd_dev_pm_attach_by_name c genpd_dev_pm_attach_by_id drivers/base/power/domain.c:2893
genphy_aneg_done m mdiobus_read drivers/net/phy/phy_device.c:2299
genphy_c37_read_status m mdiobus_read drivers/net/phy/phy_device.c:2496
genphy_c45_an_disable_aneg m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:303
genphy_c45_aneg_done m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:380
genphy_c45_baset1_read_status m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:786
genphy_c45_fast_retrain m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:909
genphy_c45_loopback m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:891
genphy_c45_pma_baset1_read_master_slave m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:556
genphy_c45_pma_baset1_setup_master_slave m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:78
genphy_c45_pma_read_abilities m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:673
genphy_c45_pma_resume m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:49
genphy_c45_pma_setup_forced m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:107
genphy_c45_pma_suspend m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:63
genphy_c45_read_pma m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:583
genphy_c45_restart_aneg m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:323
genphy_config_eee_advert m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2050
genphy_read_abilities m mdiobus_read drivers/net/phy/phy_device.c:2606
genphy_read_master_slave m mdiobus_read drivers/net/phy/phy_device.c:2119
genphy_read_status m mdiobus_read drivers/net/phy/phy_device.c:2446
genphy_read_status_fixed m mdiobus_read drivers/net/phy/phy_device.c:2414
genphy_restart_aneg m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2170
genphy_resume m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2670
genphy_setup_forced m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2073
genphy_soft_reset m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2554
genphy_suspend m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2664
genphy_update_link m mdiobus_read drivers/net/phy/phy_device.c:2315
get_itimerspec64 u get_timespec64 kernel/time/time.c:984
get_mtd_device m - drivers/mtd/mtdcore.c:1193
get_mtd_device_nm m - drivers/mtd/mtdcore.c:1294
get_old_itimerspec32 u __get_old_timespec32 kernel/time/time.c:1029
get_phy_device a phy_device_create drivers/net/phy/phy_device.c:951
get_sg_io_hdr u - drivers/scsi/scsi_ioctl.c:657
get_timespec64 u - kernel/time/time.c:871
get_tree_bdev m - fs/super.c:1310
gf128mul_init_4k_bbe a - crypto/gf128mul.c:363
gf128mul_init_4k_lle a - crypto/gf128mul.c:341
gf128mul_init_64k_bbe a - crypto/gf128mul.c:260
ghes_register_vendor_record_notifier r __blocking_notifier_chain_register drivers/acpi/apei/ghes.c:599
ghes_unregister_vendor_record_notifier r blocking_notifier_chain_unregister drivers/acpi/apei/ghes.c:605
give_up_console s console_lock drivers/tty/vt/vt.c:4297
gnss_allocate_device a - drivers/gnss/core.c:224
gnss_deregister_device r - drivers/gnss/core.c:301
gnss_register_device c cdev_device_add drivers/gnss/core.c:283
gnttab_alloc_pages c xen_alloc_unpopulated_pages drivers/xen/grant-table.c:891
gnttab_free_pages c xen_free_unpopulated_pages drivers/xen/grant-table.c:1050
gnttab_unmap_refs_sync c wait_for_completion drivers/xen/grant-table.c:1362
gov_attr_set_get m - drivers/cpufreq/cpufreq_governor_attr_set.c:52
gov_attr_set_put m - drivers/cpufreq/cpufreq_governor_attr_set.c:61
gpio_export m gpiod_export include/asm-generic/gpio.h:123
gpio_export_link a __kernfs_new_node include/asm-generic/gpio.h:128
gpio_free s - include/linux/gpio.h:129
gpio_free_array s - include/linux/gpio.h:137
gpio_regmap_register a - drivers/gpio/gpio-regmap.c:193
gpio_regmap_unregister r gpiochip_remove drivers/gpio/gpio-regmap.c:298
gpio_unexport m gpiod_unexport include/asm-generic/gpio.h:134
gpiochip_add_pin_range a - drivers/gpio/gpiolib.c:1855
gpiochip_add_pingroup_range a - drivers/gpio/gpiolib.c:1797
gpiochip_generic_config m pinctrl_get_device_gpio_range drivers/gpio/gpiolib.c:1776
gpiochip_generic_free m pinctrl_get_device_gpio_range drivers/gpio/gpiolib.c:1759
gpiochip_generic_request m pinctrl_get_device_gpio_range drivers/gpio/gpiolib.c:1743
gpiochip_irq_map m irq_mark_irq drivers/gpio/gpiolib.c:1309
gpiochip_irq_unmap m irq_mark_irq drivers/gpio/gpiolib.c:1349
gpiod_add_hogs m - drivers/gpio/gpiolib.c:3673
gpiod_add_lookup_table m gpiod_add_lookup_tables drivers/gpio/gpiolib.c:3645
gpiod_export m - drivers/gpio/gpiolib-sysfs.c:550
gpiod_export_link a __kernfs_new_node drivers/gpio/gpiolib-sysfs.c:653
gpiod_get_array_optional a gpiod_get_array drivers/gpio/gpiolib.c:4370
gpiod_get_from_of_node a of_parse_phandle_with_args_map drivers/gpio/gpiolib-of.c:336
gpiod_remove_hogs m - drivers/gpio/gpiolib.c:3696
gpiod_remove_lookup_table m - drivers/gpio/gpiolib.c:3655
gpiod_unexport m - drivers/gpio/gpiolib-sysfs.c:681
gpr_alloc_port a - drivers/soc/qcom/apr.c:90
gro_cells_destroy a - net/core/gro_cells.c:105
gro_cells_init c alloc_percpu net/core/gro_cells.c:69
groups_alloc a - kernel/groups.c:15
handle_nested_irq s - kernel/irq/chip.c:460
hci_conn_hash_del s rcu_blocking_is_gp include/net/bluetooth/hci_core.h:987
hci_connect_cfm m - include/net/bluetooth/hci_core.h:1815
hci_disconn_cfm m - include/net/bluetooth/hci_core.h:1830
hci_encrypt_cfm m - include/net/bluetooth/hci_core.h:1866
hci_key_change_cfm m - include/net/bluetooth/hci_core.h:1906
hci_role_switch_cfm m - include/net/bluetooth/hci_core.h:1918
hdlcdrv_register c alloc_netdev drivers/net/hamradio/hdlcdrv.c:684
hdlcdrv_unregister c unregister_netdev drivers/net/hamradio/hdlcdrv.c:722
hibernate_quiet_exec m lock_system_sleep kernel/power/hibernate.c:827
hid_open_report a - drivers/hid/hid-core.c:1218
hid_parse a hid_open_report include/linux/hid.h:1137
hid_parse_report a - drivers/hid/hid-core.c:963
hid_quirks_exit m hid_remove_all_dquirks drivers/hid/hid-quirks.c:1260
hid_register_driver c __hid_register_driver include/linux/hid.h:940
hid_sensor_get_report_latency c sensor_hub_get_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:467
hid_sensor_parse_common_attributes c sensor_hub_get_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:496
hid_sensor_read_raw_hyst_value c sensor_hub_get_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:236
hid_sensor_read_samp_freq_value c sensor_hub_get_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:174
hid_sensor_write_raw_hyst_value c sensor_hub_set_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:282
hid_sensor_write_samp_freq_value c sensor_hub_set_feature drivers/iio/common/hid-sensors/hid-sensor-attributes.c:201
hid_unregister_driver w klist_remove drivers/hid/hid-core.c:3016
hidinput_disconnect m device_lock drivers/hid/hid-input.c:2377
hidraw_connect a - drivers/hid/hidraw.c:546
hidraw_disconnect r - drivers/hid/hidraw.c:603
hisi_acc_create_sgl_pool a - drivers/crypto/hisilicon/sgl.c:57
hisi_qm_acc_diff_regs_dump r - drivers/crypto/hisilicon/debugfs.c:920
hisi_qm_alg_register m - drivers/crypto/hisilicon/qm.c:4810
hisi_qm_alg_unregister m - drivers/crypto/hisilicon/qm.c:4849
hisi_qm_alloc_qps_node m - drivers/crypto/hisilicon/qm.c:3345
hisi_qm_debug_init c debugfs_create_dir drivers/crypto/hisilicon/debugfs.c:1039
hisi_qm_mb m - drivers/crypto/hisilicon/qm.c:674
hisi_qm_set_algs a - drivers/crypto/hisilicon/qm.c:795
hisi_qm_sriov_disable c pci_disable_sriov drivers/crypto/hisilicon/qm.c:3834
hisi_qm_sriov_enable c pci_enable_sriov drivers/crypto/hisilicon/qm.c:3774
hisi_qm_start r - drivers/crypto/hisilicon/qm.c:3041
hisi_qm_start_qp r - drivers/crypto/hisilicon/qm.c:2115
hisi_qm_stop r - drivers/crypto/hisilicon/qm.c:3154
hisi_qm_stop_qp r - drivers/crypto/hisilicon/qm.c:2262
hisi_qm_uninit r - drivers/crypto/hisilicon/qm.c:2828
hisi_qm_wait_task_finish c msleep drivers/crypto/hisilicon/qm.c:2657
host1x_client_resume m - drivers/gpu/host1x/bus.c:869
host1x_client_suspend m - drivers/gpu/host1x/bus.c:832
host1x_client_unregister m - drivers/gpu/host1x/bus.c:798
host1x_device_exit m - drivers/gpu/host1x/bus.c:254
host1x_driver_unregister c driver_unregister drivers/gpu/host1x/bus.c:712
host1x_syncpt_alloc m - drivers/gpu/host1x/syncpt.c:57
host1x_syncpt_request c host1x_syncpt_alloc drivers/gpu/host1x/syncpt.c:379
hsi_claim_port m - drivers/hsi/hsi_core.c:598
hsi_new_client a - drivers/hsi/hsi_core.c:67
hsi_register_client_driver c driver_register drivers/hsi/hsi_core.c:414
hsi_release_port m - drivers/hsi/hsi_core.c:626
hsi_remove_client c device_unregister drivers/hsi/hsi_core.c:325
hsi_unregister_client_driver w klist_remove include/linux/hsi/hsi.h:165
hte_ts_put m - drivers/hte/hte.c:152
hv_ringbuffer_get_debuginfo m - drivers/hv/ring_buffer.c:149
hwbm_pool_add m - net/core/hwbm.c:46
hwmon_device_register a __hwmon_device_register drivers/hwmon/hwmon.c:954
hwmon_device_register_for_thermal a __hwmon_device_register drivers/hwmon/hwmon.c:935
hwrng_msleep s __wait_for_common drivers/char/hw_random/core.c:732
hwrng_yield s __wait_for_common drivers/char/hw_random/core.c:740
hwspin_lock_free m - drivers/hwspinlock/hwspinlock_core.c:828
i2c_acpi_new_device c i2c_acpi_new_device_by_fwnode include/linux/i2c.h:1086
i2c_acpi_new_device_by_fwnode a i2c_new_client_device drivers/i2c/i2c-core-acpi.c:541
i2c_add_driver c i2c_register_driver include/linux/i2c.h:890
i2c_for_each_dev m - drivers/i2c/i2c-core-base.c:2014
i2c_free_slave_host_notify_device m device_lock drivers/i2c/i2c-smbus.c:345
i2c_mark_adapter_resumed c i2c_lock_bus include/linux/i2c.h:854
i2c_mark_adapter_suspended c i2c_lock_bus include/linux/i2c.h:839
i2c_mux_add_adapter a - drivers/i2c/i2c-mux.c:283
i2c_mux_alloc a - drivers/i2c/i2c-mux.c:239
i2c_new_ancillary_device a i2c_new_client_device drivers/i2c/i2c-core-base.c:1203
i2c_new_scanned_device a i2c_new_client_device drivers/i2c/i2c-core-base.c:2608
i2c_new_slave_host_notify_device a - drivers/i2c/i2c-smbus.c:303
i2c_new_smbus_alert_device a i2c_new_client_device drivers/i2c/i2c-core-smbus.c:705
i2c_slave_register c i2c_lock_bus drivers/i2c/i2c-core-slave.c:20
i2c_slave_unregister c i2c_lock_bus drivers/i2c/i2c-core-slave.c:60
i3c_generic_ibi_alloc_pool a - drivers/i3c/master.c:2635
i3c_i2c_driver_unregister m i2c_for_each_dev include/linux/i3c/device.h:266
i3c_master_register c alloc_workqueue drivers/i3c/master.c:2772
i3c_master_unregister c device_unregister drivers/i3c/master.c:2894
i8042_lock_chip m - drivers/input/serio/i8042.c:185
i_mmap_lock_read r - include/linux/fs.h:492
i_mmap_lock_write r - include/linux/fs.h:472
ib_alloc_cq a __ib_alloc_cq include/rdma/ib_verbs.h:3827
ib_alloc_cq_any a __ib_alloc_cq include/rdma/ib_verbs.h:3846
ib_alloc_device c _ib_alloc_device include/rdma/ib_verbs.h:2844
ib_cm_insert_listen a cm_alloc_id_priv drivers/infiniband/core/cm.c:1247
ib_copy_from_udata u - include/rdma/ib_verbs.h:2914
ib_copy_to_udata u - include/rdma/ib_verbs.h:2919
ib_create_ah_from_wc s ib_init_ah_attr_from_wc drivers/infiniband/core/verbs.c:920
ib_create_cm_id a cm_alloc_id_priv drivers/infiniband/core/cm.c:856
ib_dereg_mr s __wait_for_common include/rdma/ib_verbs.h:4228
ib_dereg_mr_user s __wait_for_common drivers/infiniband/core/verbs.c:2197
ib_device_get_by_name r - drivers/infiniband/core/device.c:363
ib_free_cq s __wait_for_common drivers/infiniband/core/cq.c:318
ib_get_eth_speed m rtnl_lock drivers/infiniband/core/verbs.c:1890
ib_get_net_dev_by_params r - drivers/infiniband/core/device.c:2584
ib_init_ah_attr_from_wc s - drivers/infiniband/core/verbs.c:790
ib_open_qp r - drivers/infiniband/core/verbs.c:1154
ib_register_client r - drivers/infiniband/core/device.c:1787
ib_register_event_handler r - drivers/infiniband/core/device.c:1999
ib_register_mad_agent a - drivers/infiniband/core/mad.c:218
ib_sa_free_multicast s __wait_for_common drivers/infiniband/core/multicast.c:662
ib_sa_unregister_client s __wait_for_common drivers/infiniband/core/sa_query.c:1144
ib_send_cm_drep a cm_copy_private_data drivers/infiniband/core/cm.c:2769
ib_send_cm_mra a cm_copy_private_data drivers/infiniband/core/cm.c:3091
ib_send_cm_req a cm_create_timewait_info drivers/infiniband/core/cm.c:1495
ib_send_cm_rtu a cm_copy_private_data drivers/infiniband/core/cm.c:2351
ib_set_client_data a - drivers/infiniband/core/device.c:1976
ib_umem_dmabuf_get_pinned m dma_resv_lock drivers/infiniband/core/umem_dmabuf.c:186
ib_umem_dmabuf_unmap_pages s dma_buf_unmap_attachment drivers/infiniband/core/umem_dmabuf.c:82
ib_umem_get a - drivers/infiniband/core/umem.c:164
ib_umem_odp_alloc_child a - drivers/infiniband/core/umem_odp.c:160
ib_umem_odp_alloc_implicit a - drivers/infiniband/core/umem_odp.c:118
ib_umem_odp_get a - drivers/infiniband/core/umem_odp.c:225
ib_umem_odp_map_dma_and_lock m - drivers/infiniband/core/umem_odp.c:348
ib_unregister_client r - drivers/infiniband/core/device.c:1834
ib_unregister_device_and_put m __ib_unregister_device drivers/infiniband/core/device.c:1549
ib_unregister_driver r - drivers/infiniband/core/device.c:1573
ib_unregister_event_handler r - drivers/infiniband/core/device.c:2015
ib_unregister_mad_agent s __wait_for_common drivers/infiniband/core/mad.c:522
icc_get m - drivers/interconnect/core.c:732
icc_link_create m - drivers/interconnect/core.c:887
icc_link_destroy m - drivers/interconnect/core.c:933
icc_node_add m - drivers/interconnect/core.c:977
icc_node_create m - drivers/interconnect/core.c:834
icc_node_del m - drivers/interconnect/core.c:1018
icc_node_destroy m - drivers/interconnect/core.c:852
icc_provider_add m icc_provider_register drivers/interconnect/core.c:1099
icc_provider_del m icc_provider_deregister drivers/interconnect/core.c:1107
icc_provider_deregister m - drivers/interconnect/core.c:1089
icc_provider_register m - drivers/interconnect/core.c:1070
icc_set_tag m - drivers/interconnect/core.c:581
ieee80211_create_tpt_led_trigger c __ieee80211_create_tpt_led_trigger include/net/mac80211.h:4733
ieee80211_gtk_rekey_add a ieee80211_key_alloc net/mac80211/key.c:1377
ieee80211_hw_restart_disconnect m ieee80211_reconfig_disconnect net/mac80211/util.c:2826
ieee80211_iter_keys m - net/mac80211/key.c:1000
ieee80211_iterate_interfaces m - net/mac80211/util.c:801
ieee80211_iterate_stations m - net/mac80211/util.c:860
ieee80211_rate_control_register m - net/mac80211/rate.c:126
ieee80211_rate_control_unregister m - net/mac80211/rate.c:157
ieee80211_remove_key s synchronize_net net/mac80211/key.c:1351
ieee80211_resume_disconnect m ieee80211_reconfig_disconnect net/mac80211/util.c:2832
ieee80211_set_active_links m - net/mac80211/link.c:422
ieee802154_register_hw c create_singlethread_workqueue net/mac802154/main.c:186
ieee802154_unregister_hw c tasklet_kill net/mac802154/main.c:253
iio_alloc_pollfunc a - drivers/iio/industrialio-trigger.c:358
iio_channel_get_all m - drivers/iio/inkern.c:449
iio_channel_get_all_cb a - drivers/iio/buffer/industrialio-buffer-cb.c:48
iio_convert_raw_to_processed m - drivers/iio/inkern.c:710
iio_device_attach_buffer a - drivers/iio/industrialio-buffer.c:1979
iio_device_claim_buffer_mode m - drivers/iio/industrialio-core.c:2108
iio_device_set_clock m - drivers/iio/industrialio-core.c:282
iio_get_channel_type m - drivers/iio/inkern.c:923
iio_map_array_register m - drivers/iio/inkern.c:43
iio_map_array_unregister m - drivers/iio/inkern.c:75
iio_read_avail_channel_attribute m - drivers/iio/inkern.c:818
iio_read_avail_channel_raw m iio_read_avail_channel_attribute drivers/iio/inkern.c:839
iio_read_channel_attribute m - drivers/iio/inkern.c:731
iio_read_channel_average_raw m - drivers/iio/inkern.c:612
iio_read_channel_offset m iio_read_channel_attribute drivers/iio/inkern.c:751
iio_read_channel_processed_scale m - drivers/iio/inkern.c:757
iio_read_channel_scale m iio_read_channel_attribute drivers/iio/inkern.c:797
iio_read_max_channel_raw m - drivers/iio/inkern.c:903
iio_register_sw_device_type m - drivers/iio/industrialio-sw-device.c:43
iio_register_sw_trigger_type m - drivers/iio/industrialio-sw-trigger.c:43
iio_sw_device_create m iio_get_sw_device_type drivers/iio/industrialio-sw-device.c:96
iio_sw_trigger_create m iio_get_sw_trigger_type drivers/iio/industrialio-sw-trigger.c:100
iio_trigger_alloc c __iio_trigger_alloc include/linux/iio/trigger.h:165
iio_trigger_register a - drivers/iio/industrialio-trigger.c:67
iio_trigger_set_immutable m - drivers/iio/industrialio-trigger.c:115
iio_trigger_unregister m - drivers/iio/industrialio-trigger.c:103
iio_triggered_buffer_setup_ext c iio_alloc_pollfunc drivers/iio/buffer/industrialio-triggered-buffer.c:39
iio_triggered_event_setup a iio_alloc_pollfunc drivers/iio/industrialio-triggered-event.c:30
iio_unregister_sw_device_type m - drivers/iio/industrialio-sw-device.c:68
iio_unregister_sw_trigger_type m - drivers/iio/industrialio-sw-trigger.c:72
iio_write_channel_attribute m - drivers/iio/inkern.c:954
imx_dsp_request_channel c mbox_request_channel_byname drivers/firmware/imx/imx-dsp.c:63
imx_sc_misc_get_control m imx_scu_call_rpc drivers/firmware/imx/misc.c:81
imx_sc_misc_set_control m imx_scu_call_rpc drivers/firmware/imx/misc.c:51
imx_sc_pm_cpu_start m imx_scu_call_rpc drivers/firmware/imx/misc.c:119
imx_sc_rm_get_resource_owner m imx_scu_call_rpc drivers/firmware/imx/rm.c:68
imx_sc_rm_is_resource_owned m imx_scu_call_rpc drivers/firmware/imx/rm.c:24
imx_scu_call_rpc m - drivers/firmware/imx/imx-scu.c:203
imx_scu_enable_general_irq_channel a - drivers/firmware/imx/imx-scu-irq.c:133
imx_scu_irq_group_enable m imx_scu_call_rpc drivers/firmware/imx/imx-scu-irq.c:100
imx_scu_irq_unregister_notifier s rcu_blocking_is_gp drivers/firmware/imx/imx-scu-irq.c:54
init_node_memory_type m - mm/memory-tiers.c:570
init_opal_dev a - block/sed-opal.c:2188
init_pseudo a - fs/libfs.c:370
inode_lock_shared_nested r - include/linux/fs.h:802
input_ff_create a - drivers/input/ff-core.c:304
input_ff_create_memless a - drivers/input/ff-memless.c:507
input_ff_erase m - drivers/input/ff-core.c:210
input_ff_flush m - drivers/input/ff-core.c:235
input_ff_upload m - drivers/input/ff-core.c:91
input_flush_device m - drivers/input/input.c:672
input_grab_device m - drivers/input/input.c:559
input_register_handle m - drivers/input/input.c:2619
input_release_device m - drivers/input/input.c:608
input_reset_device m - drivers/input/input.c:1831
input_setup_polling a - drivers/input/input-poller.c:68
input_unregister_handle m - drivers/input/input.c:2669
insert_inode_locked s wait_on_inode fs/inode.c:1712
intel_soc_pmic_exec_mipi_pmic_seq_element m - drivers/acpi/pmic/intel_pmic.c:344
io_mapping_create_wc a - include/linux/io-mapping.h:192
io_mapping_fini m iounmap include/linux/io-mapping.h:141
io_mapping_free c io_mapping_fini include/linux/io-mapping.h:210
io_mapping_map_user s mmu_notifier_invalidate_range_start mm/io-mapping.c:16
io_mapping_unmap m iounmap include/linux/io-mapping.h:114
io_mapping_unmap_local m iounmap include/linux/io-mapping.h:184
iomap_dio_rw a __iomap_dio_rw fs/iomap/direct-io.c:680
iomap_finish_ioends s - fs/iomap/buffered-io.c:1350
iomap_page_mkwrite s folio_lock fs/iomap/buffered-io.c:1250
iommu_attach_group m - drivers/iommu/iommu.c:2119
iommu_detach_group m - drivers/iommu/iommu.c:2179
iommu_device_link a __kernfs_new_node drivers/iommu/iommu-sysfs.c:106
iommu_device_sysfs_add a - drivers/iommu/iommu-sysfs.c:54
iommu_device_sysfs_remove m device_lock drivers/iommu/iommu-sysfs.c:92
iommu_device_unuse_default_domain m - drivers/iommu/iommu.c:3159
iommu_device_use_default_domain m - drivers/iommu/iommu.c:3126
iommu_dma_prepare_msi m - drivers/iommu/dma-iommu.c:1659
iommu_fwspec_init a - drivers/iommu/iommu.c:2678
iommu_get_group_resv_regions m - drivers/iommu/iommu.c:580
iommu_get_msi_cookie a cookie_alloc drivers/iommu/dma-iommu.c:333
iommu_group_add_device a - drivers/iommu/iommu.c:944
iommu_group_alloc a - drivers/iommu/iommu.c:706
iommu_group_claim_dma_owner m - drivers/iommu/iommu.c:3206
iommu_group_dma_owner_claimed m - drivers/iommu/iommu.c:3269
iommu_group_for_each_dev m - drivers/iommu/iommu.c:1096
iommu_group_get_by_id a - drivers/iommu/iommu.c:766
iommu_group_release_dma_owner m - drivers/iommu/iommu.c:3244
iommu_group_remove_device m - drivers/iommu/iommu.c:1025
iommu_group_set_name a - drivers/iommu/iommu.c:835
iommu_page_response m - drivers/iommu/iommu.c:1303
iommu_probe_device m - drivers/iommu/iommu.c:345
iommu_register_device_fault_handler m - drivers/iommu/iommu.c:1174
iommu_release_device c iommu_group_remove_device drivers/iommu/iommu.c:404
iommu_report_device_fault m - drivers/iommu/iommu.c:1259
iommu_sva_bind_device m - drivers/iommu/iommu.c:2789
iommu_sva_unbind_device m - drivers/iommu/iommu.c:2835
iommu_unregister_device_fault_handler m - drivers/iommu/iommu.c:1219
iova_cache_get m - drivers/iommu/iova.c:254
iova_cache_put m - drivers/iommu/iova.c:286
iova_domain_init_rcaches a - drivers/iommu/iova.c:714
ip6_sock_set_addr_preferences s lock_sock_nested include/net/ipv6.h:1327
ip6_sock_set_recverr s lock_sock_nested include/net/ipv6.h:1263
ip6_sock_set_recvpktinfo s lock_sock_nested include/net/ipv6.h:1337
ip6_sock_set_v6only s lock_sock_nested include/net/ipv6.h:1250
ip_mc_dec_group a - include/linux/igmp.h:133
ipaq_micro_tx_msg_sync s __wait_for_common include/linux/mfd/ipaq-micro.h:129
ipmi_add_smi m ipmi_init_msghandler drivers/char/ipmi/ipmi_msghandler.c:3554
ipmi_create_user a vzalloc drivers/char/ipmi/ipmi_msghandler.c:1205
ipmi_register_for_cmd a - drivers/char/ipmi/ipmi_msghandler.c:1686
ipmi_register_smi c ipmi_add_smi include/linux/ipmi_smi.h:298
ipmi_smi_watcher_register m ipmi_init_msghandler drivers/char/ipmi/ipmi_msghandler.c:742
ipmi_smi_watcher_unregister m - drivers/char/ipmi/ipmi_msghandler.c:776
ipmi_unregister_for_cmd m - drivers/char/ipmi/ipmi_msghandler.c:1731
ipmi_unregister_smi m - drivers/char/ipmi/ipmi_msghandler.c:3766
ipu_dp_set_global_alpha m - drivers/gpu/ipu-v3/ipu-dp.c:79
ipu_dp_setup_channel m - drivers/gpu/ipu-v3/ipu-dp.c:181
ipu_idmac_get m - drivers/gpu/ipu-v3/ipu-common.c:200
ipu_idmac_put m - drivers/gpu/ipu-v3/ipu-common.c:235
ir_raw_encode_scancode m - drivers/media/rc/rc-ir-raw.c:519
irq_cpu_rmap_add a - lib/cpu_rmap.c:287
irq_create_affinity_masks a - kernel/irq/affinity.c:26
irq_domain_add_nomap a __irq_domain_create include/linux/irqdomain.h:366
irq_domain_alloc_fwnode a __irq_domain_alloc_fwnode include/linux/irqdomain.h:262
irq_domain_alloc_named_fwnode a __irq_domain_alloc_fwnode include/linux/irqdomain.h:250
irq_domain_alloc_named_id_fwnode a __irq_domain_alloc_fwnode include/linux/irqdomain.h:256
irq_domain_associate m - kernel/irq/irqdomain.c:634
irq_domain_check_msi_remap m - kernel/irq/irqdomain.c:467
irq_domain_create_legacy a __irq_domain_create kernel/irq/irqdomain.c:401
irq_domain_create_sim a - kernel/irq/irq_sim.c:164
irq_domain_create_simple a __irq_domain_create kernel/irq/irqdomain.c:346
irq_domain_create_tree a __irq_domain_create include/linux/irqdomain.h:392
irq_domain_pop_irq m - kernel/irq/irqdomain.c:1689
irq_domain_push_irq a - kernel/irq/irqdomain.c:1607
irq_domain_remove_sim m irq_domain_remove kernel/irq/irq_sim.c:203
irq_domain_set_info m irq_mark_irq kernel/irq/irqdomain.c:1923
irq_find_host m irq_find_matching_fwspec include/linux/irqdomain.h:330
irq_find_matching_fwnode m irq_find_matching_fwspec include/linux/irqdomain.h:314
irq_find_matching_fwspec m - kernel/irq/irqdomain.c:423
irq_find_matching_host m irq_find_matching_fwspec include/linux/irqdomain.h:324
irq_set_chip m irq_mark_irq kernel/irq/chip.c:41
irq_set_chip_and_handler m irq_mark_irq include/linux/irq.h:702
irq_set_chip_and_handler_name m irq_mark_irq kernel/irq/chip.c:1078
irq_work_sync s - kernel/irq_work.c:276
isa_register_driver a bus_add_driver drivers/base/isa.c:113
isa_unregister_driver w klist_remove drivers/base/isa.c:100
isapnp_cfg_begin m - drivers/pnp/isapnp/core.c:804
iscsi_add_conn m device_lock drivers/scsi/scsi_transport_iscsi.c:2476
iscsi_add_session a alloc_workqueue drivers/scsi/scsi_transport_iscsi.c:2058
iscsi_alloc_conn a - drivers/scsi/scsi_transport_iscsi.c:2433
iscsi_alloc_session a - drivers/scsi/scsi_transport_iscsi.c:2021
iscsi_boot_create_acpitbl a iscsi_boot_create_kobj drivers/scsi/iscsi_boot_sysfs.c:479
iscsi_boot_create_ethernet a iscsi_boot_create_kobj drivers/scsi/iscsi_boot_sysfs.c:453
iscsi_boot_create_host_kset a - drivers/scsi/iscsi_boot_sysfs.c:519
iscsi_boot_create_initiator a iscsi_boot_create_kobj drivers/scsi/iscsi_boot_sysfs.c:427
iscsi_boot_create_kset a - drivers/scsi/iscsi_boot_sysfs.c:496
iscsi_boot_create_target a iscsi_boot_create_kobj drivers/scsi/iscsi_boot_sysfs.c:402
iscsi_boot_destroy_kset c kset_unregister drivers/scsi/iscsi_boot_sysfs.c:540
iscsi_conn_setup a iscsi_alloc_conn drivers/scsi/libiscsi.c:3174
iscsi_conn_start s start_flush_work drivers/scsi/libiscsi.c:3289
iscsi_conn_stop m - drivers/scsi/libiscsi.c:3389
iscsi_conn_teardown m - drivers/scsi/libiscsi.c:3246
iscsi_conn_unbind m - drivers/scsi/libiscsi.c:2296
iscsi_create_endpoint a - drivers/scsi/scsi_transport_iscsi.c:205
iscsi_create_flashnode_conn a - drivers/scsi/scsi_transport_iscsi.c:1282
iscsi_create_flashnode_sess a - drivers/scsi/scsi_transport_iscsi.c:1234
iscsi_create_iface a - drivers/scsi/scsi_transport_iscsi.c:745
iscsi_create_session a iscsi_alloc_session drivers/scsi/scsi_transport_iscsi.c:2133
iscsi_destroy_endpoint m device_lock drivers/scsi/scsi_transport_iscsi.c:260
iscsi_destroy_flashnode_sess m device_lock drivers/scsi/scsi_transport_iscsi.c:1433
iscsi_destroy_iface m device_lock drivers/scsi/scsi_transport_iscsi.c:791
iscsi_eh_abort m - drivers/scsi/libiscsi.c:2346
iscsi_eh_device_reset m - drivers/scsi/libiscsi.c:2511
iscsi_eh_recover_target m iscsi_eh_target_reset drivers/scsi/libiscsi.c:2753
iscsi_eh_session_reset m - drivers/scsi/libiscsi.c:2605
iscsi_free_session a iscsi_session_event drivers/scsi/scsi_transport_iscsi.c:2418
iscsi_host_add m scsi_init_sense_cache drivers/scsi/libiscsi.c:2879
iscsi_host_alloc a scsi_host_alloc drivers/scsi/libiscsi.c:2900
iscsi_host_remove w - drivers/scsi/libiscsi.c:2944
iscsi_lookup_endpoint m - drivers/scsi/scsi_transport_iscsi.c:279
iscsi_ping_comp_event a - drivers/scsi/scsi_transport_iscsi.c:2766
iscsi_pool_init a - drivers/scsi/libiscsi.c:2771
iscsi_post_host_event a - drivers/scsi/scsi_transport_iscsi.c:2735
iscsi_register_transport a - drivers/scsi/scsi_transport_iscsi.c:4863
iscsi_remove_conn m device_lock drivers/scsi/scsi_transport_iscsi.c:2511
iscsi_remove_session m destroy_workqueue drivers/scsi/scsi_transport_iscsi.c:2176
iscsi_session_event a - drivers/scsi/scsi_transport_iscsi.c:2883
iscsi_session_free a iscsi_session_event drivers/scsi/libiscsi.c:3131
iscsi_session_remove m destroy_workqueue drivers/scsi/libiscsi.c:3112
iscsi_session_teardown m destroy_workqueue drivers/scsi/libiscsi.c:3160
iscsi_tcp_conn_setup a iscsi_alloc_conn drivers/scsi/libiscsi_tcp.c:1119
iscsi_tcp_conn_teardown m iscsi_conn_teardown drivers/scsi/libiscsi_tcp.c:1145
iscsi_unblock_session s start_flush_work drivers/scsi/scsi_transport_iscsi.c:1926
iscsi_unregister_transport m - drivers/scsi/scsi_transport_iscsi.c:4928
iscsit_add_reject a - drivers/target/iscsi/iscsi_target.c:799
iscsit_handle_task_mgt_cmd a - drivers/target/iscsi/iscsi_target.c:2014
iscsit_register_transport m - drivers/target/iscsi/iscsi_target_transport.c:34
iscsit_sequence_cmd m - drivers/target/iscsi/iscsi_target_util.c:285
iscsit_setup_scsi_cmd c target_cmd_init_cdb drivers/target/iscsi/iscsi_target.c:1004
iscsit_unregister_transport m - drivers/target/iscsi/iscsi_target_transport.c:46
ishtp_cl_allocate a - drivers/hid/intel-ish-hid/ishtp/client.c:123
ishtp_cl_connect c wait_event_interruptible_timeout drivers/hid/intel-ish-hid/ishtp/client.c:353
ishtp_cl_driver_register c driver_register drivers/hid/intel-ish-hid/ishtp/bus.c:495
ishtp_cl_driver_unregister c driver_unregister drivers/hid/intel-ish-hid/ishtp/bus.c:515
iter_file_splice_write a - fs/splice.c:614
itg3200_read_reg_8 c i2c_smbus_read_byte_data drivers/iio/gyro/itg3200_core.c:39
itg3200_write_reg_8 c i2c_smbus_write_byte_data drivers/iio/gyro/itg3200_core.c:31
iucv_register m - net/iucv/iucv.c:731
iucv_unregister m - net/iucv/iucv.c:765
iw_cm_disconnect w - drivers/infiniband/core/iwcm.c:306
iw_create_cm_id a - drivers/infiniband/core/iwcm.c:241
iw_destroy_cm_id w destroy_cm_id drivers/infiniband/core/iwcm.c:448
jump_label_update_timeout s percpu_down_read kernel/jump_label.c:322
k3_ringacc_dmarings_init a - drivers/soc/ti/k3-ringacc.c:1454
k3_ringacc_get_ring_irq_num m msi_lock_descs drivers/soc/ti/k3-ringacc.c:643
k3_ringacc_request_ring m - drivers/soc/ti/k3-ringacc.c:332
k3_ringacc_request_rings_pair m k3_ringacc_request_ring drivers/soc/ti/k3-ringacc.c:422
kempld_get_mutex m - drivers/mfd/kempld-core.c:245
kern_mount a alloc_fs_context fs/namespace.c:4560
kern_unmount_array s rcu_blocking_is_gp fs/namespace.c:4586
kernel_halt m syscore_shutdown kernel/reboot.c:294
kernel_param_lock m - kernel/params.c:605
kernel_power_off m syscore_shutdown kernel/reboot.c:679
kernel_restart m syscore_shutdown kernel/reboot.c:266
kernel_sendpage s kmap net/socket.c:3600
kernel_sendpage_locked s kmap net/socket.c:3624
kernel_signal_stop w - include/linux/sched/signal.h:296
kernfs_find_and_get_ns r - fs/kernfs/dir.c:899
kgdb_register_nmi_console m tty_register_driver drivers/tty/serial/kgdb_nmi.c:326
kgdb_unregister_nmi_console m tty_unregister_driver drivers/tty/serial/kgdb_nmi.c:363
kill_block_super m blkdev_put fs/super.c:1475
kill_dax c synchronize_srcu drivers/dax/super.c:328
kill_mtd_super m put_mtd_device drivers/mtd/mtdsuper.c:195
kiocb_start_write s percpu_down_read include/linux/fs.h:3050
klist_remove w - lib/klist.c:238
klp_enable_patch m - kernel/livepatch/core.c:1037
kmsg_dump_unregister s rcu_blocking_is_gp kernel/printk/printk.c:3681
knav_pool_create a - drivers/soc/ti/knav_qmss_queue.c:757
knav_queue_close m - drivers/soc/ti/knav_qmss_queue.c:550
kobject_move a - lib/kobject.c:530
kpp_register_instance r crypto_register_instance crypto/kpp.c:137
kstrtou32_from_user c kstrtouint_from_user include/linux/kstrtox.h:122
ksys_truncate s strncpy_from_user include/linux/syscalls.h:1358
kthread_freezable_should_stop s - kernel/kthread.c:193
kthread_run_on_cpu a __kthread_create_on_node include/linux/kthread.h:73
kunmap s - include/linux/highmem-internal.h:53
kvm_arch_alloc_vm a - include/linux/kvm_host.h:1479
kvmemdup_bpfptr a - include/linux/bpfptr.h:68
l2cap_chan_lock m - include/net/bluetooth/l2cap.h:829
lance_probe c alloc_etherdev drivers/net/ethernet/amd/lance.c:438
lc_create a - lib/lru_cache.c:88
lcd_device_register a - drivers/video/backlight/lcd.c:190
lcd_set_power m - include/linux/lcd.h:96
lease_register_notifier m srcu_notifier_chain_register fs/locks.c:1915
lease_unregister_notifier m srcu_notifier_chain_unregister fs/locks.c:1921
led_classdev_flash_register c led_classdev_flash_register_ext include/linux/led-class-flash.h:142
led_classdev_flash_register_ext m led_classdev_register_ext drivers/leds/led-class-flash.c:283
led_classdev_flash_unregister r led_classdev_unregister drivers/leds/led-class-flash.c:319
led_classdev_multicolor_register_ext m led_classdev_register_ext drivers/leds/led-class-multicolor.c:122
led_classdev_multicolor_unregister r led_classdev_unregister drivers/leds/led-class-multicolor.c:144
led_classdev_register m led_classdev_register_ext include/linux/leds.h:193
led_classdev_suspend s start_flush_work drivers/leds/led-class.c:179
led_get_default_pattern a - drivers/leds/led-core.c:321
led_trigger_register_simple a - drivers/leds/led-triggers.c:436
led_trigger_remove r - drivers/leds/led-triggers.c:254
led_trigger_set_default r - drivers/leds/led-triggers.c:262
lib80211_register_crypto_ops a - net/wireless/lib80211.c:164
libfc_host_alloc a scsi_host_alloc include/scsi/libfc.h:869
libfc_vport_create c libfc_host_alloc drivers/scsi/libfc/fc_npiv.c:21
llcc_slice_activate m - drivers/soc/qcom/llcc-qcom.c:537
llcc_slice_deactivate m - drivers/soc/qcom/llcc-qcom.c:577
llcc_slice_getd a - drivers/soc/qcom/llcc-qcom.c:455
lock_fb_info m - include/linux/fb.h:683
lock_rename m - fs/namei.c:3082
lock_rename_child m - fs/namei.c:3097
lockdep_unregister_key s - kernel/locking/lockdep.c:6493
locks_alloc_lock a - fs/locks.c:268
logic_iomem_add_region a - lib/logic_iomem.c:39
lookup_bdev c kern_path block/bdev.c:987
lpddr_cmdset a - drivers/mtd/lpddr/lpddr_cmds.c:35
lwtunnel_encap_del_ops s synchronize_net net/core/lwtunnel.c:94
lynx_pcs_create a - drivers/net/pcs/pcs-lynx.c:322
mISDN_freebchannel c cancel_work_sync drivers/isdn/mISDN/hwchannel.c:148
mISDN_freedchannel c flush_work drivers/isdn/mISDN/hwchannel.c:98
mISDN_register_device c device_add drivers/isdn/mISDN/core.c:218
mISDN_unregister_device c device_del drivers/isdn/mISDN/core.c:261
madera_free_irq m irq_create_mapping_affinity include/linux/irqchip/irq-madera.h:114
madera_get_irq_mapping m irq_create_mapping_affinity include/linux/irqchip/irq-madera.h:94
madera_request_irq a request_threaded_irq include/linux/irqchip/irq-madera.h:102
madera_set_irq_wake m irq_create_mapping_affinity include/linux/irqchip/irq-madera.h:123
mana_gd_alloc_memory a - drivers/net/ethernet/microsoft/mana/gdma_main.c:185
mana_gd_create_hwc_queue a - drivers/net/ethernet/microsoft/mana/gdma_main.c:662
mana_gd_create_mana_wq_cq a - drivers/net/ethernet/microsoft/mana/gdma_main.c:832
mana_gd_test_eq m - drivers/net/ethernet/microsoft/mana/gdma_main.c:525
mana_pre_alloc_rxbufs a - drivers/net/ethernet/microsoft/mana/mana_en.c:609
maple_add_packet m - drivers/sh/maple/maple.c:156
maple_driver_register c driver_register drivers/sh/maple/maple.c:70
maple_driver_unregister c driver_unregister drivers/sh/maple/maple.c:88
match_hex a match_strdup lib/parser.c:264
match_int a match_strdup lib/parser.c:191
match_octal a match_strdup lib/parser.c:248
match_strdup a - lib/parser.c:358
match_u64 a match_strdup lib/parser.c:232
match_uint a match_strdup lib/parser.c:207
max8925_bulk_read m - drivers/mfd/max8925-i2c.c:80
max8925_bulk_write m - drivers/mfd/max8925-i2c.c:94
max8925_reg_read m - drivers/mfd/max8925-i2c.c:49
max8925_reg_write m - drivers/mfd/max8925-i2c.c:66
max8925_set_bits m - drivers/mfd/max8925-i2c.c:108
max8997_bulk_read m - drivers/mfd/max8997.c:64
max8997_bulk_write m - drivers/mfd/max8997.c:91
max8997_read_reg m - drivers/mfd/max8997.c:47
max8997_update_reg m - drivers/mfd/max8997.c:106
max8997_write_reg m - drivers/mfd/max8997.c:79
max8998_bulk_read m - drivers/mfd/max8998.c:60
max8998_bulk_write m - drivers/mfd/max8998.c:87
max8998_read_reg m - drivers/mfd/max8998.c:43
max8998_update_reg m - drivers/mfd/max8998.c:102
max8998_write_reg m - drivers/mfd/max8998.c:75
may_umount r - fs/namespace.c:1471
mb_cache_create a - fs/mbcache.c:357
mb_cache_entry_wait_unused w - fs/mbcache.c:146
mbox_bind_client m - drivers/mailbox/mailbox.c:378
mbox_controller_register m - drivers/mailbox/mailbox.c:528
mbox_controller_unregister m - drivers/mailbox/mailbox.c:579
mc13xxx_irq_free m irq_create_mapping_affinity drivers/mfd/mc13xxx-core.c:167
mc13xxx_irq_mask m irq_create_mapping_affinity drivers/mfd/mc13xxx-core.c:102
mc13xxx_irq_request a devm_request_threaded_irq drivers/mfd/mc13xxx-core.c:157
mc13xxx_irq_request_nounmask a devm_request_threaded_irq include/linux/mfd/mc13xxx.h:40
mc13xxx_irq_unmask m irq_create_mapping_affinity drivers/mfd/mc13xxx-core.c:112
mcb_request_mem c request_mem_region drivers/mcb/mcb-core.c:438
mcp_driver_register a bus_add_driver drivers/mfd/mcp-core.c:207
mcp_driver_unregister w klist_remove drivers/mfd/mcp-core.c:214
mcp_host_add m device_lock drivers/mfd/mcp-core.c:187
mcp_host_alloc a - drivers/mfd/mcp-core.c:170
mcp_host_del m device_lock drivers/mfd/mcp-core.c:195
mdev_register_driver a bus_add_driver drivers/vfio/mdev/mdev_driver.c:56
mdev_register_parent a kset_create drivers/vfio/mdev/mdev_core.c:59
mdev_unregister_driver w klist_remove drivers/vfio/mdev/mdev_driver.c:71
mdev_unregister_parent r - drivers/vfio/mdev/mdev_core.c:93
mdio_device_create a - drivers/net/phy/mdio_device.c:49
mdio_device_register m device_lock drivers/net/phy/mdio_device.c:78
mdio_device_remove m device_lock drivers/net/phy/mdio_device.c:111
mdio_driver_register a bus_add_driver drivers/net/phy/mdio_device.c:198
mdio_driver_unregister w klist_remove drivers/net/phy/mdio_device.c:222
mdio_mux_init a - drivers/net/mdio/mdio-mux.c:96
mdiobus_c45_read m mdiobus_read include/linux/mdio.h:479
mdiobus_c45_write m mdiobus_write include/linux/mdio.h:485
mdiobus_modify_changed m - drivers/net/phy/mdio_bus.c:975
mdiobus_register_board_info a - drivers/net/phy/mdio-boardinfo.c:61
mdiobus_scan m phy_scan_fixups drivers/net/phy/mdio_bus.c:695
mdiodev_modify m mdiobus_modify include/linux/mdio.h:438
mdiodev_modify_changed m mdiobus_modify_changed include/linux/mdio.h:444
mdiodev_read m mdiobus_read include/linux/mdio.h:427
mdiodev_write m mdiobus_write include/linux/mdio.h:432
media_device_delete m - drivers/media/mc/mc-dev-allocator.c:119
media_device_register c __media_device_register include/media/media-device.h:282
media_device_register_entity a - drivers/media/mc/mc-device.c:609
media_device_unregister m - drivers/media/mc/mc-device.c:787
media_device_unregister_entity m - drivers/media/mc/mc-device.c:673
media_devnode_create a - drivers/media/mc/mc-entity.c:1469
media_devnode_remove c media_remove_intf_links drivers/media/mc/mc-entity.c:1489
media_entity_enum_init a - drivers/media/mc/mc-entity.c:62
media_entity_remove_links m - drivers/media/mc/mc-entity.c:1198
media_entity_setup_link m - drivers/media/mc/mc-entity.c:1282
media_graph_walk_init c media_entity_enum_init drivers/media/mc/mc-entity.c:302
media_pipeline_stop m - drivers/media/mc/mc-entity.c:929
media_remove_intf_links m - drivers/media/mc/mc-entity.c:1551
mei_cldev_disable m - drivers/misc/mei/bus.c:790
mei_cldev_dma_map m - drivers/misc/mei/bus.c:647
mei_cldev_dma_unmap m - drivers/misc/mei/bus.c:685
mei_cldev_driver_unregister w klist_remove drivers/misc/mei/bus.c:1392
mei_cldev_enable m - drivers/misc/mei/bus.c:715
mei_cldev_recv m __mei_cl_recv drivers/misc/mei/bus.c:315
mei_cldev_recv_nonblock m __mei_cl_recv drivers/misc/mei/bus.c:331
mei_cldev_recv_nonblock_vtag m __mei_cl_recv drivers/misc/mei/bus.c:280
mei_cldev_recv_vtag m __mei_cl_recv drivers/misc/mei/bus.c:258
mei_cldev_register_notif_cb m - drivers/misc/mei/bus.c:470
mei_cldev_register_rx_cb m - drivers/misc/mei/bus.c:431
mei_cldev_send m __mei_cl_send drivers/misc/mei/bus.c:300
mei_cldev_send_vtag m __mei_cl_send drivers/misc/mei/bus.c:236
memdup_sockptr a - include/linux/sockptr.h:99
memdup_sockptr_nul a - include/linux/sockptr.h:112
memory_failure m - mm/memory-failure.c:2017
memory_group_register_dynamic a memory_group_register drivers/base/memory.c:1096
memory_group_register_static a memory_group_register drivers/base/memory.c:1066
mempool_init_page_pool a mempool_init include/linux/mempool.h:99
memremap_pages a - mm/memremap.c:291
memstick_add_host a - drivers/memstick/core/memstick.c:513
memstick_alloc_host a - drivers/memstick/core/memstick.c:492
memstick_remove_host c flush_workqueue drivers/memstick/core/memstick.c:549
memstick_resume_host m - drivers/memstick/core/memstick.c:593
memstick_set_rw_addr c wait_for_completion drivers/memstick/core/memstick.c:366
memstick_suspend_host m - drivers/memstick/core/memstick.c:581
memunmap_pages s __wait_for_common mm/memremap.c:136
menelaus_register_mmc_callback m menelaus_add_irq_work drivers/mfd/menelaus.c:398
menelaus_set_mmc_opendrain m - drivers/mfd/menelaus.c:285
menelaus_set_mmc_slot m - drivers/mfd/menelaus.c:336
menelaus_set_slot_sel m - drivers/mfd/menelaus.c:316
menelaus_unregister_mmc_callback m menelaus_remove_irq_work drivers/mfd/menelaus.c:424
mfd_add_hotplug_devices c mfd_add_devices include/linux/mfd/core.h:149
mhi_power_down m - drivers/bus/mhi/host/pm.c:1187
mhi_prepare_for_power_up m - drivers/bus/mhi/host/init.c:1094
mhi_sync_power_up c wait_event_timeout drivers/bus/mhi/host/pm.c:1232
mhi_unregister_controller c destroy_workqueue drivers/bus/mhi/host/init.c:1049
migrate_vma_setup s mmu_notifier_invalidate_range_start mm/migrate_device.c:524
mipi_dbi_command_buf a - drivers/gpu/drm/drm_mipi_dbi.c:153
mipi_dbi_command_read a mipi_dbi_command_buf drivers/gpu/drm/drm_mipi_dbi.c:131
mipi_dbi_command_stackbuf a - drivers/gpu/drm/drm_mipi_dbi.c:174
mipi_dbi_debugfs_init r inode_lock drivers/gpu/drm/drm_mipi_dbi.c:1362
mipi_dbi_dev_init a mipi_dbi_dev_init_with_formats drivers/gpu/drm/drm_mipi_dbi.c:577
mipi_dbi_dev_init_with_formats a - drivers/gpu/drm/drm_mipi_dbi.c:503
mipi_dbi_display_is_on a mipi_dbi_command_buf drivers/gpu/drm/drm_mipi_dbi.c:621
mipi_dsi_device_register_full a mipi_dsi_device_alloc drivers/gpu/drm/drm_mipi_dsi.c:201
mipi_dsi_device_unregister m device_lock drivers/gpu/drm/drm_mipi_dsi.c:243
mipi_dsi_driver_register c mipi_dsi_driver_register_full include/drm/drm_mipi_dsi.h:360
mipi_dsi_driver_register_full a bus_add_driver drivers/gpu/drm/drm_mipi_dsi.c:1325
mipi_dsi_driver_unregister w klist_remove drivers/gpu/drm/drm_mipi_dsi.c:1348
mipi_dsi_host_register m - drivers/gpu/drm/drm_mipi_dsi.c:326
mipi_dsi_host_unregister m - drivers/gpu/drm/drm_mipi_dsi.c:356
mlx4_SET_PORT_VXLAN c mlx4_alloc_cmd_mailbox drivers/net/ethernet/mellanox/mlx4/port.c:1769
mlx4_SET_PORT_general c mlx4_alloc_cmd_mailbox drivers/net/ethernet/mellanox/mlx4/port.c:1608
mlx4_alloc_cmd_mailbox a - drivers/net/ethernet/mellanox/mlx4/cmd.c:2691
mlx4_alloc_hwq_res c mlx4_db_alloc drivers/net/ethernet/mellanox/mlx4/alloc.c:774
mlx4_buf_write_mtt a - drivers/net/ethernet/mellanox/mlx4/mr.c:790
mlx4_cq_free c synchronize_irq drivers/net/ethernet/mellanox/mlx4/cq.c:443
mlx4_db_alloc m - drivers/net/ethernet/mellanox/mlx4/alloc.c:715
mlx4_db_free m - drivers/net/ethernet/mellanox/mlx4/alloc.c:745
mlx4_flow_attach c mlx4_alloc_cmd_mailbox drivers/net/ethernet/mellanox/mlx4/mcg.c:977
mlx4_free_hwq_res c mlx4_db_free drivers/net/ethernet/mellanox/mlx4/alloc.c:811
mlx4_mr_enable c mlx4_alloc_cmd_mailbox drivers/net/ethernet/mellanox/mlx4/mr.c:627
mlx4_qp_free c wait_for_completion drivers/net/ethernet/mellanox/mlx4/qp.c:529
mlx4_release_eq m - drivers/net/ethernet/mellanox/mlx4/eq.c:1549
mlx4_update_qp c mlx4_alloc_cmd_mailbox drivers/net/ethernet/mellanox/mlx4/qp.c:443
mlx5_cmd_allowed_opcode r - drivers/net/ethernet/mellanox/mlx5/core/cmd.c:1596
mlx5_core_destroy_cq c synchronize_irq drivers/net/ethernet/mellanox/mlx5/core/cq.c:180
mlx5_core_modify_hca_vport_context a - drivers/net/ethernet/mellanox/mlx5/core/vport.c:1065
mlx5_core_query_sq_state a - drivers/net/ethernet/mellanox/mlx5/core/transobj.c:150
mlx5_db_alloc c mlx5_db_alloc_node include/linux/mlx5/driver.h:1082
mlx5_db_alloc_node m - drivers/net/ethernet/mellanox/mlx5/core/alloc.c:187
mlx5_db_free m - drivers/net/ethernet/mellanox/mlx5/core/alloc.c:216
mlx5_destroy_flow_table m - drivers/net/ethernet/mellanox/mlx5/core/fs_core.c:2320
mlx5_drain_health_wq c cancel_delayed_work_sync drivers/net/ethernet/mellanox/mlx5/core/health.c:904
mlx5_eq_notifier_unregister c atomic_notifier_chain_unregister drivers/net/ethernet/mellanox/mlx5/core/eq.c:1144
mlx5_eswitch_add_send_to_vport_rule a - drivers/net/ethernet/mellanox/mlx5/core/eswitch_offloads.c:1002
mlx5_frag_buf_alloc_node a - drivers/net/ethernet/mellanox/mlx5/core/alloc.c:74
mlx5_free_bfreg m - drivers/net/ethernet/mellanox/mlx5/core/uar.c:290
mlx5_fs_remove_rx_underlay_qpn m - drivers/net/ethernet/mellanox/mlx5/core/fs_core.c:3388
mlx5_get_uars_page m - drivers/net/ethernet/mellanox/mlx5/core/uar.c:165
mlx5_modify_header_alloc a - drivers/net/ethernet/mellanox/mlx5/core/fs_core.c:3444
mlx5_mpfs_add_mac m - drivers/net/ethernet/mellanox/mlx5/core/lib/mpfs.c:133
mlx5_mpfs_del_mac m - drivers/net/ethernet/mellanox/mlx5/core/lib/mpfs.c:181
mlx5_nic_vport_disable_roce m - drivers/net/ethernet/mellanox/mlx5/core/vport.c:986
mlx5_nic_vport_enable_roce m - drivers/net/ethernet/mellanox/mlx5/core/vport.c:970
mlx5_notifier_unregister c atomic_notifier_chain_unregister drivers/net/ethernet/mellanox/mlx5/core/events.c:410
mlx5_packet_reformat_alloc a - drivers/net/ethernet/mellanox/mlx5/core/fs_core.c:3485
mlx5_put_uars_page m - drivers/net/ethernet/mellanox/mlx5/core/uar.c:187
mlx5_query_hca_vport_context a - drivers/net/ethernet/mellanox/mlx5/core/vport.c:689
mlx5_query_nic_vport_system_image_guid a - drivers/net/ethernet/mellanox/mlx5/core/vport.c:455
mlx5_rsc_dump_cmd_create a - drivers/net/ethernet/mellanox/mlx5/core/diag/rsc_dump.c:127
mmc_get_ext_csd a - drivers/mmc/core/mmc_ops.c:370
mmc_gpio_get_cd c gpiod_get_value_cansleep drivers/mmc/core/slot-gpio.c:77
mmc_gpio_get_ro c gpiod_get_value_cansleep drivers/mmc/core/slot-gpio.c:62
mmc_regulator_get_supply a _devm_regulator_get drivers/mmc/core/regulator.c:245
mmput s - kernel/fork.c:1236
mmu_interval_notifier_remove s - mm/mmu_notifier.c:1061
mmu_notifier_get r mmap_write_lock include/linux/mmu_notifier.h:289
mmu_notifier_invalidate_range_start s - include/linux/mmu_notifier.h:452
mmu_notifier_register r mmap_write_lock mm/mmu_notifier.c:722
mmu_notifier_synchronize s __wait_for_common mm/mmu_notifier.c:1118
mmu_notifier_unregister s __wait_for_common mm/mmu_notifier.c:820
mnt_set_expiry r namespace_lock fs/namespace.c:3187
mnt_want_write s percpu_down_read fs/namespace.c:398
mnt_want_write_file s percpu_down_read fs/namespace.c:442
mock_drm_getfile a drm_file_alloc drivers/gpu/drm/drm_file.c:885
modify_ftrace_direct m - kernel/trace/ftrace.c:5572
modify_ftrace_direct_multi m - kernel/trace/ftrace.c:5886
modify_ftrace_direct_multi_nolock m register_ftrace_function_nolock kernel/trace/ftrace.c:5860
most_deregister_interface c device_unregister drivers/most/core.c:1381
most_start_channel m - drivers/most/core.c:1090
most_stop_channel m - drivers/most/core.c:1160
mount_bdev m - fs/super.c:1398
mount_subtree r - fs/namespace.c:3623
moxtet_device_read m moxtet_spi_read drivers/bus/moxtet.c:403
moxtet_device_write m - drivers/bus/moxtet.c:421
mpfs_blocking_transaction m - drivers/soc/microchip/mpfs-sys-controller.c:29
mpfs_sys_controller_get a devm_add_action drivers/soc/microchip/mpfs-sys-controller.c:147
mpi_alloc a - lib/mpi/mpiutil.c:87
mpi_ec_curve_point a mpi_alloc lib/mpi/ec.c:1401
mpi_get_buffer a - lib/mpi/mpicoder.c:310
mpi_new a mpi_alloc include/linux/mpi.h:51
mpi_point_init a mpi_alloc lib/mpi/ec.c:63
mpi_point_new a - lib/mpi/ec.c:37
mpi_read_from_buffer a mpi_alloc lib/mpi/mpicoder.c:82
mpi_read_raw_data a mpi_alloc lib/mpi/mpicoder.c:36
mpi_read_raw_from_sgl a mpi_alloc lib/mpi/mpicoder.c:437
mpi_scanval a mpi_alloc lib/mpi/mpicoder.c:202
msi_get_virq m msi_lock_descs kernel/irq/msi.c:317
msi_lock_descs m - kernel/irq/msi.c:226
mt_cache_shrink m flush_all_cpus_locked lib/maple_tree.c:6662
mtd_add_partition m - drivers/mtd/mtdpart.c:245
mtd_concat_create a - drivers/mtd/mtdconcat.c:637
mtd_del_partition m - drivers/mtd/mtdpart.c:369
mtd_device_unregister m del_mtd_partitions drivers/mtd/mtdcore.c:1108
mtd_do_chip_probe a genprobe_ident_chips drivers/mtd/chips/gen_probe.c:21
mtk_ecc_enable m - drivers/mtd/nand/ecc-mtk.c:297
mtk_ecc_encode m mtk_ecc_enable drivers/mtd/nand/ecc-mtk.c:387
mtk_ecc_release s clk_unprepare drivers/mtd/nand/ecc-mtk.c:242
mtk_ecc_wait_done s __wait_for_common drivers/mtd/nand/ecc-mtk.c:372
mtk_mutex_prepare s clk_prepare drivers/soc/mediatek/mtk-mutex.c:556
mtk_mutex_unprepare s clk_unprepare drivers/soc/mediatek/mtk-mutex.c:564
mtk_rpmsg_create_rproc_subdev a - drivers/rpmsg/mtk_rpmsg.c:378
nand_ecc_init_req_tweaking a - drivers/mtd/nand/ecc.c:490
nand_ecc_sw_bch_init_ctx a - drivers/mtd/nand/ecc-sw-bch.c:170
nand_ecc_sw_hamming_init_ctx a - drivers/mtd/nand/ecc-sw-hamming.c:467
nand_ecc_unregister_on_host_hw_engine m - drivers/mtd/nand/ecc.c:640
nanddev_bbt_init a - drivers/mtd/nand/bbt.c:23
nanddev_init a nanddev_bbt_init drivers/mtd/nand/core.c:352
nanddev_unregister m del_mtd_partitions include/linux/mtd/nand.h:707
nci_allocate_device a - net/nfc/nci/core.c:1164
nci_register_device c create_singlethread_workqueue net/nfc/nci/core.c:1239
nci_send_cmd c nci_skb_alloc net/nfc/nci/core.c:1378
nci_unregister_device c destroy_workqueue net/nfc/nci/core.c:1306
nd_driver_unregister w klist_remove include/linux/nd.h:202
neigh_parms_alloc a - net/core/neighbour.c:1704
neigh_sysctl_register a - net/core/neighbour.c:3795
neigh_table_clear s rcu_blocking_is_gp net/core/neighbour.c:1832
neigh_table_init a - net/core/neighbour.c:1769
net_ns_barrier r - net/core/net_namespace.c:676
netdev_rx_handler_unregister s synchronize_net net/core/dev.c:5375
netif_set_xps_queue s percpu_down_read net/core/dev.c:2819
netlink_ack a - net/netlink/af_netlink.c:2429
netlink_add_tap m - net/netlink/af_netlink.c:192
netlink_dump_start m __netlink_dump_start include/linux/netlink.h:262
netlink_kernel_create a __netlink_kernel_create include/linux/netlink.h:60
netlink_kernel_release c sock_release net/netlink/af_netlink.c:2059
netlink_register_notifier r __blocking_notifier_chain_register net/netlink/af_netlink.c:2756
netlink_remove_tap s synchronize_net net/netlink/af_netlink.c:237
netlink_unregister_notifier r blocking_notifier_chain_unregister net/netlink/af_netlink.c:2762
netpoll_cleanup m rtnl_lock net/core/netpoll.c:876
netpoll_poll_disable s - net/core/netpoll.c:220
netpoll_setup m rtnl_lock net/core/netpoll.c:682
nf_flow_table_offload_add_cb r - include/net/netfilter/nf_flow_table.h:224
nf_flow_table_offload_del_cb r - include/net/netfilter/nf_flow_table.h:257
nfc_add_se a - net/nfc/core.c:870
nfc_digital_allocate_device a - net/nfc/digital_core.c:753
nfc_digital_unregister_device m - net/nfc/digital_core.c:831
nfc_hci_set_param a - net/nfc/hci/command.c:140
nfc_targets_found c device_lock net/nfc/core.c:767
nfc_tm_activated c device_lock net/nfc/core.c:666
nfit_get_smbios_id m - drivers/acpi/nfit/core.c:762
nsc_gpio_read u - drivers/char/nsc_gpio.c:105
ntb_register_device c device_register drivers/ntb/core.c:101
ntb_transport_free_queue c tasklet_kill drivers/ntb/ntb_transport.c:2124
ntb_unregister_client c driver_unregister drivers/ntb/core.c:95
ntb_unregister_device c device_unregister drivers/ntb/core.c:133
nubus_proc_add_rsrc c proc_create_data drivers/nubus/proc.c:171
nubus_proc_add_rsrc_dir c proc_mkdir_data drivers/nubus/proc.c:68
nubus_proc_add_rsrc_mem c proc_create_data drivers/nubus/proc.c:152
nvdimm_bus_register a - drivers/nvdimm/bus.c:333
nvdimm_bus_unregister c device_unregister drivers/nvdimm/bus.c:378
nvme_auth_augmented_challenge a - drivers/nvme/common/auth.c:330
nvme_auth_extract_key a - drivers/nvme/common/auth.c:153
nvme_auth_gen_pubkey a - drivers/nvme/common/auth.c:405
nvme_auth_gen_shared_secret a - drivers/nvme/common/auth.c:430
nvme_auth_generate_key a nvme_auth_extract_key drivers/nvme/common/auth.c:458
nvme_auth_get_seqnum m - drivers/nvme/common/auth.c:20
nvme_auth_transform_key a - drivers/nvme/common/auth.c:232
nvme_fc_rcv_ls_req a - drivers/nvme/host/fc.c:1717
nvmem_add_cell_lookups m - drivers/nvmem/core.c:1901
nvmem_add_cell_table m - drivers/nvmem/core.c:1874
nvmem_cell_read_u64 a nvmem_cell_read drivers/nvmem/core.c:1652
nvmem_cell_read_variable_le_u32 a nvmem_cell_read drivers/nvmem/core.c:1700
nvmem_cell_read_variable_le_u64 a nvmem_cell_read drivers/nvmem/core.c:1731
nvmem_del_cell_lookups m - drivers/nvmem/core.c:1919
nvmem_del_cell_table m - drivers/nvmem/core.c:1887
nvmem_device_find m __nvmem_device_get drivers/nvmem/core.c:1043
nvmem_device_get m __nvmem_device_get drivers/nvmem/core.c:1018
nvmem_register_notifier r __blocking_notifier_chain_register drivers/nvmem/core.c:558
nvmem_unregister_notifier r blocking_notifier_chain_unregister drivers/nvmem/core.c:571
nvmet_fc_register_targetport a - drivers/nvme/target/fc.c:1356
objagg_create a - lib/objagg.c:517
objagg_destroy m rhashtable_free_and_destroy lib/objagg.c:564
objagg_hints_get a - lib/objagg.c:926
objagg_hints_stats_get a - lib/objagg.c:1007
objagg_stats_get a - lib/objagg.c:607
ocelot_bridge_stp_state_set m - drivers/net/ethernet/mscc/ocelot.c:1880
ocelot_deinit c destroy_workqueue drivers/net/ethernet/mscc/ocelot.c:3111
ocelot_port_bridge_leave m - drivers/net/ethernet/mscc/ocelot.c:2152
ocelot_port_lag_leave m - drivers/net/ethernet/mscc/ocelot.c:2415
ocelot_regmap_init c devm_ioremap_resource drivers/net/ethernet/mscc/ocelot_io.c:152
ocmem_allocate a - drivers/soc/qcom/ocmem.c:219
ocmem_free s qcom_scm_call drivers/soc/qcom/ocmem.c:275
ocxl_afu_irq_alloc a - drivers/misc/ocxl/afu_irq.c:105
ocxl_afu_irq_free m - drivers/misc/ocxl/afu_irq.c:168
ocxl_afu_irq_get_addr m - drivers/misc/ocxl/afu_irq.c:197
ocxl_context_alloc a - drivers/misc/ocxl/context.c:7
ocxl_context_attach m - drivers/misc/ocxl/context.c:69
ocxl_context_detach m - drivers/misc/ocxl/context.c:213
ocxl_context_free m - drivers/misc/ocxl/context.c:283
ocxl_function_close m ocxl_link_release drivers/misc/ocxl/core.c:535
ocxl_function_open a alloc_function drivers/misc/ocxl/core.c:475
ocxl_irq_set_handler m - drivers/misc/ocxl/afu_irq.c:30
ocxl_link_add_pe m - drivers/misc/ocxl/link.c:538
ocxl_link_release m - drivers/misc/ocxl/link.c:484
ocxl_link_remove_pe m - drivers/misc/ocxl/link.c:667
ocxl_link_setup m - drivers/misc/ocxl/link.c:441
of_add_property m - drivers/of/base.c:1749
of_alias_get_highest_id m - drivers/of/base.c:2014
of_alias_get_id m - drivers/of/base.c:1986
of_changeset_action a - drivers/of/dynamic.c:913
of_changeset_add_property a of_changeset_action include/linux/of.h:1527
of_changeset_apply m - drivers/of/dynamic.c:790
of_changeset_attach_node a of_changeset_action include/linux/of.h:1515
of_changeset_detach_node a of_changeset_action include/linux/of.h:1521
of_changeset_remove_property a of_changeset_action include/linux/of.h:1533
of_changeset_revert m - drivers/of/dynamic.c:884
of_changeset_update_property a of_changeset_action include/linux/of.h:1539
of_clk_get_from_provider a alloc_clk drivers/clk/clk.c:5156
of_clk_hw_register a __clk_register drivers/clk/clk.c:4349
of_detach_node m - drivers/of/dynamic.c:290
of_devfreq_cooling_register a of_devfreq_cooling_register_power drivers/thermal/devfreq_cooling.c:459
of_devfreq_cooling_register_power a - drivers/thermal/devfreq_cooling.c:362
of_device_alloc a platform_device_alloc drivers/of/platform.c:112
of_device_register m device_lock drivers/of/device.c:226
of_device_request_module a - drivers/of/device.c:291
of_device_unregister m device_lock drivers/of/device.c:233
of_dma_configure c of_dma_configure_id include/linux/of_device.h:47
of_dma_configure_id m of_iommu_configure drivers/of/device.c:114
of_dma_router_register a - drivers/dma/of-dma.c:185
of_dma_simple_xlate m __dma_request_channel drivers/dma/of-dma.c:321
of_dma_xlate_by_chan_id m dma_get_slave_channel drivers/dma/of-dma.c:351
of_drm_find_bridge m - drivers/gpu/drm/drm_bridge.c:1406
of_drm_find_panel m - drivers/gpu/drm/drm_panel.c:251
of_fdt_unflatten_tree m - drivers/of/fdt.c:454
of_find_mipi_dsi_host_by_node m - drivers/gpu/drm/drm_mipi_dsi.c:307
of_genpd_add_device m - drivers/base/power/domain.c:2513
of_genpd_add_provider_onecell a genpd_add_provider drivers/base/power/domain.c:2358
of_genpd_add_provider_simple a genpd_add_provider drivers/base/power/domain.c:2309
of_genpd_add_subdomain m - drivers/base/power/domain.c:2547
of_genpd_del_provider m - drivers/base/power/domain.c:2432
of_genpd_parse_idle_states a - drivers/base/power/domain.c:2995
of_genpd_remove_last m - drivers/base/power/domain.c:2627
of_genpd_remove_subdomain m - drivers/base/power/domain.c:2585
of_get_display_timings a - drivers/video/of_display_timing.c:144
of_get_fb_videomode c of_get_videomode drivers/video/fbdev/core/fbmon.c:1380
of_get_mtd_device_by_node m - drivers/mtd/mtdcore.c:1263
of_get_named_gpio c of_get_named_gpio_flags include/linux/of_gpio.h:134
of_get_named_gpio_flags a of_parse_phandle_with_args_map drivers/gpio/gpiolib-of.c:278
of_get_regulator_init_data a - drivers/regulator/of_regulator.c:335
of_get_required_opp_performance_state m _find_opp_of_np drivers/opp/of.c:1401
of_get_videomode c of_get_display_timings drivers/video/of_videomode.c:30
of_icc_get_by_index m - drivers/interconnect/core.c:445
of_icc_get_from_provider m - drivers/interconnect/core.c:361
of_k3_ringacc_get_by_phandle m - drivers/soc/ti/k3-ringacc.c:1266
of_mm_gpiochip_add a of_mm_gpiochip_add_data include/linux/of_gpio.h:59
of_mm_gpiochip_add_data a - drivers/gpio/gpiolib-of.c:814
of_mm_gpiochip_remove m iounmap drivers/gpio/gpiolib-of.c:857
of_nvmem_cell_get m __nvmem_device_get drivers/nvmem/core.c:1223
of_nvmem_device_get m __nvmem_device_get drivers/nvmem/core.c:988
of_overlay_fdt_apply a - drivers/of/overlay.c:976
of_overlay_notifier_register r __blocking_notifier_chain_register drivers/of/overlay.c:139
of_overlay_notifier_unregister r blocking_notifier_chain_unregister drivers/of/overlay.c:149
of_parse_phandle_with_args_map a - drivers/of/base.c:1521
of_phy_deregister_fixed_link c fixed_phy_unregister drivers/net/mdio/of_mdio.c:432
of_phy_get m _of_phy_get drivers/phy/phy-core.c:621
of_phy_get_and_connect c of_phy_connect drivers/net/mdio/of_mdio.c:315
of_phy_provider_unregister m - drivers/phy/phy-core.c:1181
of_phy_put m - drivers/phy/phy-core.c:648
of_pinctrl_get m get_pinctrl_dev_from_of_node drivers/pinctrl/devicetree.c:107
of_platform_default_populate m device_links_write_lock drivers/of/platform.c:497
of_pm_clk_add_clk a __pm_clk_add drivers/base/power/clock_ops.c:273
of_pm_clk_add_clks a - drivers/base/power/clock_ops.c:305
of_pwm_single_xlate m pwm_request_from_chip drivers/pwm/core.c:156
of_pwm_xlate_with_flags m pwm_request_from_chip drivers/pwm/core.c:125
of_reconfig_notifier_register r __blocking_notifier_chain_register drivers/of/dynamic.c:55
of_reconfig_notifier_unregister r blocking_notifier_chain_unregister drivers/of/dynamic.c:61
of_reconfig_notify c blocking_notifier_call_chain drivers/of/dynamic.c:76
of_regulator_match a - drivers/regulator/of_regulator.c:387
of_remove_property m - drivers/of/base.c:1801
of_reserved_mem_device_release m - drivers/of/of_reserved_mem.c:405
of_reset_control_array_get a - drivers/reset/core.c:1174
of_reset_control_get c of_reset_control_get_exclusive include/linux/reset.h:818
of_reset_control_get_exclusive c __of_reset_control_get include/linux/reset.h:452
of_syscon_register_regmap a - drivers/mfd/syscon.c:186
of_update_property m - drivers/of/base.c:1862
offline_and_remove_memory a - mm/memory_hotplug.c:2231
olpc_ec_cmd s - drivers/platform/olpc/olpc-ec.c:126
omap_mbox_request_channel m - drivers/mailbox/omap-mailbox.c:414
omapdss_compat_uninit m - drivers/video/fbdev/omap2/omapfb/dss/apply.c:1669
omapdss_output_set_device m - drivers/video/fbdev/omap2/omapfb/dss/output.c:20
omapdss_output_unset_device m - drivers/video/fbdev/omap2/omapfb/dss/output.c:53
omapdss_register_display m - drivers/video/fbdev/omap2/omapfb/dss/display.c:123
omapdss_unregister_display m - drivers/video/fbdev/omap2/omapfb/dss/display.c:167
onenand_release c mtd_device_unregister drivers/mtd/nand/onenand/onenand_base.c:3998
opal_unlock_from_suspend m - block/sed-opal.c:2592
open_with_fake_path a __alloc_file fs/open.c:1083
otg_statemachine m - drivers/usb/common/usb-otg-fsm.c:328
padata_alloc a - kernel/padata.c:954
padata_alloc_shell a - kernel/padata.c:1039
padata_free_shell m - kernel/padata.c:1076
padata_set_cpumask m - kernel/padata.c:721
page_cache_ra_unbounded r filemap_invalidate_lock_shared mm/readahead.c:206
page_offline_begin r - mm/util.c:1205
page_readlink u readlink_copy fs/namei.c:5263
page_reporting_register m - mm/page_reporting.c:322
page_reporting_unregister m - mm/page_reporting.c:362
palmas_irq_get_virq m irq_create_mapping_affinity include/linux/mfd/palmas.h:3798
parman_create a - lib/parman.c:267
parport_announce_port m - drivers/parport/share.c:529
parport_del_port c device_unregister drivers/parport/share.c:388
parport_pc_probe_port a - drivers/parport/parport_pc.c:2003
parport_pc_unregister_port c parport_remove_port drivers/parport/parport_pc.c:2244
parport_register_dev_model a - drivers/parport/share.c:700
parport_register_port a - drivers/parport/share.c:438
parport_remove_port m - drivers/parport/share.c:584
parport_unregister_device c device_unregister drivers/parport/share.c:847
parport_unregister_driver m - drivers/parport/share.c:343
parport_wait_event r - drivers/parport/ieee1284.c:64
parse_int_array_user a memdup_user_nul lib/string_helpers.c:147
paste_selection s console_lock drivers/tty/vt/selection.c:375
pcap_adc_async a - drivers/mfd/ezx-pcap.c:303
pcap_adc_sync a pcap_adc_async drivers/mfd/ezx-pcap.c:347
pcap_set_ts_bits m spi_sync drivers/mfd/ezx-pcap.c:214
pcc_mbox_free_channel c mbox_free_channel drivers/mailbox/pcc.c:415
pcc_mbox_request_channel m mbox_bind_client drivers/mailbox/pcc.c:377
pcf50633_adc_async_read a - drivers/mfd/pcf50633-adc.c:134
pcf50633_adc_sync_read a pcf50633_adc_async_read drivers/mfd/pcf50633-adc.c:116
pcf50633_free_irq m - drivers/mfd/pcf50633-irq.c:37
pcf50633_irq_mask m __pcf50633_irq_mask_set drivers/mfd/pcf50633-irq.c:73
pcf50633_irq_unmask m __pcf50633_irq_mask_set drivers/mfd/pcf50633-irq.c:81
pcf50633_register_irq m - drivers/mfd/pcf50633-irq.c:19
pci_acpi_clear_companion_lookup_hook r - drivers/pci/pci-acpi.c:1280
pci_acpi_remove_bus_pm_notifier m acpi_remove_pm_notifier include/linux/pci-acpi.h:16
pci_acpi_remove_pm_notifier m acpi_remove_pm_notifier include/linux/pci-acpi.h:22
pci_acpi_set_companion_lookup_hook r - drivers/pci/pci-acpi.c:1247
pci_add_dynid a do_pci_add_dynid drivers/pci/pci-driver.c:94
pci_add_new_bus a pci_alloc_bus drivers/pci/probe.c:1173
pci_add_resource a resource_list_create_entry drivers/pci/bus.c:35
pci_add_resource_offset a resource_list_create_entry drivers/pci/bus.c:19
pci_alloc_dev a - drivers/pci/probe.c:2360
pci_alloc_host_bridge a - drivers/pci/probe.c:601
pci_assign_unassigned_bus_resources r - drivers/pci/setup-bus.c:2410
pci_bus_add_device m device_lock drivers/pci/bus.c:330
pci_create_root_bus a pci_alloc_host_bridge drivers/pci/probe.c:3088
pci_create_slot m - drivers/pci/slot.c:244
pci_destroy_slot m - drivers/pci/slot.c:335
pci_disable_link_state m __pci_disable_link_state drivers/pci/pcie/aspm.c:1178
pci_disable_link_state_locked m __pci_disable_link_state drivers/pci/pcie/aspm.c:1163
pci_ecam_create a - drivers/pci/ecam.c:27
pci_ep_cfs_add_epc_group a - drivers/pci/endpoint/pci-ep-cfs.c:258
pci_epc_add_epf m - drivers/pci/endpoint/pci-epc-core.c:600
pci_epc_destroy m device_lock drivers/pci/endpoint/pci-epc-core.c:723
pci_epc_get_features m - drivers/pci/endpoint/pci-epc-core.c:147
pci_epc_map_addr m - drivers/pci/endpoint/pci-epc-core.c:461
pci_epc_map_msi_irq m - drivers/pci/endpoint/pci-epc-core.c:263
pci_epc_mem_free_addr m - drivers/pci/endpoint/pci-epc-mem.c:234
pci_epc_mem_init a pci_epc_multi_mem_init drivers/pci/endpoint/pci-epc-mem.c:118
pci_epc_multi_mem_init a - drivers/pci/endpoint/pci-epc-mem.c:47
pci_epc_raise_irq m - drivers/pci/endpoint/pci-epc-core.c:220
pci_epc_remove_epf m - drivers/pci/endpoint/pci-epc-core.c:658
pci_epc_set_bar m - drivers/pci/endpoint/pci-epc-core.c:522
pci_epc_set_msi m - drivers/pci/endpoint/pci-epc-core.c:331
pci_epc_set_msix m - drivers/pci/endpoint/pci-epc-core.c:399
pci_epc_start m - drivers/pci/endpoint/pci-epc-core.c:192
pci_epc_stop m - drivers/pci/endpoint/pci-epc-core.c:175
pci_epc_write_header m - drivers/pci/endpoint/pci-epc-core.c:563
pci_epf_add_vepf m - drivers/pci/endpoint/pci-epf-core.c:187
pci_epf_alloc_space a - drivers/pci/endpoint/pci-epf-core.c:292
pci_epf_bind m - drivers/pci/endpoint/pci-epf-core.c:91
pci_epf_create a - drivers/pci/endpoint/pci-epf-core.c:441
pci_epf_destroy m device_lock drivers/pci/endpoint/pci-epf-core.c:427
pci_epf_remove_vepf m - drivers/pci/endpoint/pci-epf-core.c:230
pci_epf_type_add_cfs m - drivers/pci/endpoint/pci-epf-core.c:34
pci_epf_unbind m - drivers/pci/endpoint/pci-epf-core.c:63
pci_find_bus r pci_find_next_bus drivers/pci/search.c:141
pci_find_next_bus r - drivers/pci/search.c:166
pci_get_slot r - drivers/pci/search.c:194
pci_host_common_probe a pci_ecam_create drivers/pci/controller/pci-host-common.c:52
pci_host_common_remove m pci_lock_rescan_remove drivers/pci/controller/pci-host-common.c:92
pci_hp_add m - drivers/pci/hotplug/pci_hotplug_core.c:477
pci_hp_create_module_link a __kernfs_new_node drivers/pci/slot.c:355
pci_hp_del m - drivers/pci/hotplug/pci_hotplug_core.c:519
pci_hp_deregister m pci_destroy_slot drivers/pci/hotplug/pci_hotplug_core.c:504
pci_hp_destroy m pci_destroy_slot drivers/pci/hotplug/pci_hotplug_core.c:551
pci_hp_register c __pci_hp_register include/linux/pci_hotplug.h:86
pci_irq_get_affinity m msi_lock_descs drivers/pci/msi/msi.c:1120
pci_irq_vector m msi_lock_descs drivers/pci/msi/msi.c:1096
pci_map_rom m ioremap drivers/pci/rom.c:239
pci_p2pdma_add_resource a - drivers/pci/p2pdma.c:165
pci_p2pmem_alloc_sgl a - drivers/pci/p2pdma.c:775
pci_p2pmem_find_many a - drivers/pci/p2pdma.c:638
pci_probe_reset_slot s pci_slot_reset drivers/pci/pci.c:5798
pci_request_config_region_exclusive a __request_region include/linux/pci.h:1474
pci_resize_resource r pci_do_resource_release_and_resize drivers/pci/rebar.c:176
pci_scan_root_bus a pci_alloc_host_bridge drivers/pci/probe.c:3251
pci_scan_root_bus_bridge a pci_alloc_bus drivers/pci/probe.c:3211
pci_scan_single_device r pci_get_slot drivers/pci/probe.c:2634
pci_sriov_configure_simple s - drivers/pci/iov.c:1211
pci_store_saved_state a - drivers/pci/pci.c:1915
pci_unmap_rom m iounmap drivers/pci/rom.c:290
pci_write_vpd_any m pci_vpd_write drivers/pci/vpd.c:457
pcim_doe_create_mb a - drivers/pci/doe.c:429
pciserial_init_ports a - drivers/tty/serial/8250/8250_pci.c:4004
pcmcia_enable_device m - drivers/pcmcia/pcmcia_resource.c:477
pcmcia_loop_config a - drivers/pcmcia/pcmcia_cis.c:259
pcmcia_map_mem_page m - drivers/pcmcia/pcmcia_resource.c:223
pcmcia_register_driver c driver_register drivers/pcmcia/ds.c:169
pcmcia_register_socket r - drivers/pcmcia/cs.c:103
pcmcia_release_window m - drivers/pcmcia/pcmcia_resource.c:425
pcmcia_request_io m - drivers/pcmcia/pcmcia_resource.c:623
pcmcia_request_irq c request_irq drivers/pcmcia/pcmcia_resource.c:690
pcmcia_request_window m - drivers/pcmcia/pcmcia_resource.c:833
pcmcia_reset_card m - drivers/pcmcia/cs.c:773
pcmcia_unregister_driver c driver_unregister drivers/pcmcia/ds.c:203
pcmcia_unregister_socket r - drivers/pcmcia/cs.c:206
pdr_add_lookup a - drivers/soc/qcom/pdr_interface.c:510
pdr_handle_alloc a - drivers/soc/qcom/pdr_interface.c:644
pdr_handle_release m - drivers/soc/qcom/pdr_interface.c:722
pdr_restart_pd m - drivers/soc/qcom/pdr_interface.c:564
percpu_ref_switch_to_atomic_sync w - lib/percpu-refcount.c:327
perf_event_create_kernel_counter m - kernel/events/core.c:12885
perf_event_disable m perf_event_ctx_lock_nested kernel/events/core.c:2539
perf_event_enable m perf_event_ctx_lock_nested kernel/events/core.c:3074
perf_event_pause m perf_event_ctx_lock_nested kernel/events/core.c:5576
perf_event_period m perf_event_ctx_lock_nested kernel/events/core.c:5693
perf_event_read_value m __perf_event_read_value kernel/events/core.c:5328
perf_event_refresh m perf_event_ctx_lock_nested kernel/events/core.c:3207
perf_event_release_kernel m - kernel/events/core.c:5168
perf_pmu_migrate_context m mutex_lock_double kernel/events/core.c:12964
perf_pmu_register m - kernel/events/core.c:11437
perf_pmu_unregister m - kernel/events/core.c:11573
perf_unregister_guest_info_callbacks s rcu_blocking_is_gp kernel/events/core.c:6733
pgdat_kswapd_lock m - include/linux/memory_hotplug.h:211
pgtable_init m kmem_cache_create_usercopy include/linux/mm.h:2499
phy_attach m phy_resume drivers/net/phy/phy_device.c:1578
phy_attached_info a phy_attached_info_irq drivers/net/phy/phy_device.c:1259
phy_attached_info_irq a - drivers/net/phy/phy_device.c:1266
phy_attached_print a phy_attached_info_irq drivers/net/phy/phy_device.c:1288
phy_clear_bits m phy_lock_mdio_bus include/linux/phy.h:1234
phy_clear_bits_mmd m phy_lock_mdio_bus include/linux/phy.h:1293
phy_create_lookup a - drivers/phy/phy-core.c:64
phy_destroy m device_lock drivers/phy/phy-core.c:1046
phy_device_create a - drivers/net/phy/phy_device.c:641
phy_driver_register a bus_add_driver drivers/net/phy/phy_device.c:3187
phy_driver_unregister w klist_remove drivers/net/phy/phy_device.c:3249
phy_error m - drivers/net/phy/phy.c:985
phy_ethtool_get_eee m phy_lock_mdio_bus drivers/net/phy/phy.c:1395
phy_ethtool_get_link_ksettings m phy_ethtool_ksettings_get drivers/net/phy/phy.c:1504
phy_ethtool_get_stats m - drivers/net/phy/phy.c:543
phy_ethtool_get_strings m - drivers/net/phy/phy.c:497
phy_ethtool_set_link_ksettings m phy_ethtool_ksettings_set drivers/net/phy/phy.c:1518
phy_get_eee_err m phy_lock_mdio_bus drivers/net/phy/phy.c:1378
phy_loopback m - drivers/net/phy/phy_device.c:1893
phy_modify_changed m phy_lock_mdio_bus drivers/net/phy/phy-core.c:656
phy_modify_mmd_changed m phy_lock_mdio_bus drivers/net/phy/phy-core.c:758
phy_modify_paged m phy_lock_mdio_bus drivers/net/phy/phy-core.c:992
phy_modify_paged_changed m phy_lock_mdio_bus drivers/net/phy/phy-core.c:969
phy_package_join m - drivers/net/phy/phy_device.c:1664
phy_package_read m mdiobus_read include/linux/phy.h:1772
phy_package_write m mdiobus_write include/linux/phy.h:1792
phy_put m of_phy_put drivers/phy/phy-core.c:670
phy_read_paged m phy_lock_mdio_bus drivers/net/phy/phy-core.c:926
phy_register_fixup a - drivers/net/phy/phy_device.c:408
phy_register_fixup_for_id a phy_register_fixup drivers/net/phy/phy_device.c:438
phy_register_fixup_for_uid a phy_register_fixup drivers/net/phy/phy_device.c:430
phy_remove_lookup m - drivers/phy/phy-core.c:96
phy_request_interrupt a request_threaded_irq drivers/net/phy/phy.c:1066
phy_save_page m phy_lock_mdio_bus drivers/net/phy/phy-core.c:843
phy_select_page m phy_lock_mdio_bus drivers/net/phy/phy-core.c:861
phy_set_asym_pause c phy_start_aneg drivers/net/phy/phy_device.c:2803
phy_set_bits m phy_lock_mdio_bus include/linux/phy.h:1223
phy_set_bits_mmd m phy_lock_mdio_bus include/linux/phy.h:1279
phy_set_media m - drivers/phy/phy-core.c:417
phy_set_mode c phy_set_mode_ext include/linux/phy/phy.h:230
phy_set_speed m - drivers/phy/phy-core.c:432
phy_start_cable_test m - drivers/net/phy/phy.c:563
phy_start_cable_test_tdr m - drivers/net/phy/phy.c:633
phy_unregister_fixup m - drivers/net/phy/phy_device.c:451
phy_unregister_fixup_for_id m phy_unregister_fixup drivers/net/phy/phy_device.c:486
phy_unregister_fixup_for_uid m phy_unregister_fixup drivers/net/phy/phy_device.c:479
phy_validate m - drivers/phy/phy-core.c:538
phy_write_paged m phy_lock_mdio_bus drivers/net/phy/phy-core.c:947
phylink_ethtool_set_pauseparam m - drivers/net/phy/phylink.c:2387
phylink_mii_c22_pcs_an_restart m mdiobus_read drivers/net/phy/phylink.c:3479
phylink_mii_c22_pcs_config m mdiobus_modify drivers/net/phy/phylink.c:3434
phylink_mii_c22_pcs_get_state m mdiobus_read drivers/net/phy/phylink.c:3366
phylink_mii_c45_pcs_get_state m mdiobus_read drivers/net/phy/phylink.c:3491
pinconf_generic_dt_node_to_map a pinconf_generic_parse_dt_config drivers/pinctrl/pinconf-generic.c:378
pinconf_generic_dt_node_to_map_all a pinconf_generic_parse_dt_config include/linux/pinctrl/pinconf-generic.h:215
pinconf_generic_dt_node_to_map_group a pinconf_generic_parse_dt_config include/linux/pinctrl/pinconf-generic.h:199
pinconf_generic_dt_node_to_map_pin a pinconf_generic_parse_dt_config include/linux/pinctrl/pinconf-generic.h:207
pinconf_generic_dt_subnode_to_map a pinconf_generic_parse_dt_config drivers/pinctrl/pinconf-generic.c:294
pinctrl_add_gpio_range m - drivers/pinctrl/core.c:415
pinctrl_find_and_add_gpio_range m get_pinctrl_dev_from_devname drivers/pinctrl/core.c:435
pinctrl_find_gpio_range_from_pin m - drivers/pinctrl/core.c:503
pinctrl_gpio_can_use_line m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:753
pinctrl_gpio_direction_input m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:878
pinctrl_gpio_direction_output m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:893
pinctrl_gpio_free m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:824
pinctrl_gpio_request m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:789
pinctrl_gpio_set_config m pinctrl_get_device_gpio_range drivers/pinctrl/core.c:908
pinctrl_register_mappings a - drivers/pinctrl/core.c:1425
pinctrl_remove_gpio_range m - drivers/pinctrl/core.c:521
pinctrl_unregister m - drivers/pinctrl/core.c:2206
pinctrl_unregister_mappings m - drivers/pinctrl/core.c:1495
pkcs7_parse_message a - crypto/asymmetric_keys/pkcs7_parser.c:115
pl320_ipc_transmit m - drivers/mailbox/pl320-ipc.c:77
pl320_ipc_unregister_notifier s rcu_blocking_is_gp drivers/mailbox/pl320-ipc.c:124
platform_create_bundle c __platform_create_bundle include/linux/platform_device.h:319
platform_device_register_data a platform_device_alloc include/linux/platform_device.h:190
platform_device_register_resndata a platform_device_alloc include/linux/platform_device.h:125
platform_device_register_simple a platform_device_alloc include/linux/platform_device.h:166
platform_driver_probe c __platform_driver_probe include/linux/platform_device.h:253
platform_irq_count c platform_get_irq_optional drivers/base/platform.c:278
platform_msi_device_domain_free c msi_lock_descs drivers/base/platform-msi.c:321
platform_msi_domain_alloc_irqs a platform_msi_alloc_priv_data drivers/base/platform-msi.c:207
platform_msi_domain_free_irqs m msi_lock_descs drivers/base/platform-msi.c:228
platform_profile_register m - drivers/acpi/platform_profile.c:139
platform_profile_remove m - drivers/acpi/platform_profile.c:169
pldmfw_flash_image a - lib/pldmfw/pldmfw.c:832
pm80x_free_irq m irq_create_mapping_affinity include/linux/mfd/88pm80x.h:335
pm80x_init a - drivers/mfd/88pm80x.c:51
pm80x_request_irq a request_threaded_irq include/linux/mfd/88pm80x.h:325
pm8606_osc_disable m - drivers/mfd/88pm860x-core.c:693
pm8606_osc_enable m - drivers/mfd/88pm860x-core.c:652
pm860x_page_bulk_read c i2c_lock_bus drivers/mfd/88pm860x-i2c.c:158
pm860x_page_reg_write c i2c_lock_bus drivers/mfd/88pm860x-i2c.c:140
pm_clk_add a __pm_clk_add drivers/base/power/clock_ops.c:240
pm_clk_add_clk a __pm_clk_add drivers/base/power/clock_ops.c:256
pm_clk_add_notifier r __blocking_notifier_chain_register drivers/base/power/clock_ops.c:796
pm_clk_create a dev_pm_get_subsys_data drivers/base/power/clock_ops.c:480
pm_clk_destroy m pm_clk_list_lock drivers/base/power/clock_ops.c:494
pm_clk_remove m pm_clk_list_lock drivers/base/power/clock_ops.c:387
pm_clk_remove_clk m pm_clk_list_lock drivers/base/power/clock_ops.c:427
pm_genpd_add_subdomain m - drivers/base/power/domain.c:1895
pm_genpd_remove m - drivers/base/power/domain.c:2162
pm_genpd_remove_device m dev_pm_qos_remove_notifier drivers/base/power/domain.c:1729
pm_runtime_set_memalloc_noio m - drivers/base/power/runtime.c:217
pm_set_vt_switch s console_lock drivers/tty/vt/vt_ioctl.c:1317
pm_suspend m pm_vt_switch kernel/power/suspend.c:618
pm_vt_switch_required m - kernel/power/console.c:47
pm_vt_switch_unregister m - kernel/power/console.c:79
pnp_device_attach m - drivers/pnp/driver.c:60
pnp_device_detach m - drivers/pnp/driver.c:73
pnp_register_card_driver m - drivers/pnp/card.c:416
pnp_register_driver c driver_register drivers/pnp/driver.c:268
pnp_release_card_device c device_release_driver drivers/pnp/card.c:378
pnp_request_card_device c device_bind_driver drivers/pnp/card.c:328
pnp_unregister_card_driver m - drivers/pnp/card.c:450
pnp_unregister_driver c driver_unregister drivers/pnp/driver.c:277
posix_acl_from_xattr a make_posix_acl fs/posix_acl.c:1065
posix_clock_register m device_lock kernel/time/posix-clock.c:183
posix_clock_unregister r - kernel/time/posix-clock.c:203
posix_lock_file s percpu_down_read fs/locks.c:1330
power_supply_get_battery_info a - drivers/power/supply/power_supply_core.c:566
power_supply_powers a __kernfs_new_node drivers/power/supply/power_supply_core.c:1093
power_supply_reg_notifier r __blocking_notifier_chain_register drivers/power/supply/power_supply_core.c:1106
power_supply_register_no_ws a __power_supply_register drivers/power/supply/power_supply_core.c:1346
power_supply_unreg_notifier r blocking_notifier_chain_unregister drivers/power/supply/power_supply_core.c:1112
powercap_register_control_type m - drivers/powercap/powercap_sys.c:603
powercap_register_zone m - drivers/powercap/powercap_sys.c:481
powercap_unregister_control_type m - drivers/powercap/powercap_sys.c:648
powercap_unregister_zone m - drivers/powercap/powercap_sys.c:587
ppp_unregister_channel r - drivers/net/ppp/ppp_generic.c:2994
prepare_creds a - kernel/cred.c:252
prepare_kernel_cred a - kernel/cred.c:712
probe_irq_on m - kernel/irq/autoprobe.c:30
proc_create_net_data a proc_alloc_inum fs/proc/proc_net.c:114
proc_create_net_data_write a proc_alloc_inum fs/proc/proc_net.c:156
proc_create_net_single a proc_alloc_inum fs/proc/proc_net.c:207
proc_create_net_single_write a proc_alloc_inum fs/proc/proc_net.c:248
proc_create_seq c proc_create_seq_private include/linux/proc_fs.h:101
proc_create_seq_data c proc_create_seq_private include/linux/proc_fs.h:99
proc_create_single c proc_create_single_data include/linux/proc_fs.h:106
property_entries_dup a - drivers/base/swnode.c:312
proto_register m - net/core/sock.c:3945
proto_unregister m - net/core/sock.c:4003
ps2_begin_command m - drivers/input/serio/libps2.c:102
ps2_sliced_command m ps2_begin_command drivers/input/serio/libps2.c:350
ptp_cancel_worker_sync c kthread_cancel_delayed_work_sync drivers/ptp/ptp_clock.c:469
ptp_qoriq_free c ptp_clock_unregister drivers/ptp/ptp_qoriq.c:540
ptp_qoriq_init c ptp_clock_register drivers/ptp/ptp_qoriq.c:433
public_key_verify_signature a - crypto/asymmetric_keys/public_key.c:377
put_itimerspec64 u put_timespec64 kernel/time/time.c:1007
put_mtd_device m - drivers/mtd/mtdcore.c:1324
put_old_itimerspec32 u __put_old_timespec32 kernel/time/time.c:1048
put_sg_io_hdr u - drivers/scsi/scsi_ioctl.c:614
put_timespec64 u - kernel/time/time.c:902
put_user_ifreq u - net/socket.c:3290
pwm_add_table m - drivers/pwm/core.c:856
pwm_apply_args s pwm_apply_state include/linux/pwm.h:522
pwm_capture m - drivers/pwm/core.c:599
pwm_disable s - include/linux/pwm.h:456
pwm_enable s - include/linux/pwm.h:450
pwm_free s - include/linux/pwm.h:419
pwm_request s - include/linux/pwm.h:413
pwm_request_from_chip s - include/linux/pwm.h:486
pxa2xx_ac97_hw_remove c free_irq sound/arm/pxa2xx-ac97-lib.c:431
pxa_ssp_free m - drivers/soc/pxa/ssp.c:85
pxa_ssp_request m - drivers/soc/pxa/ssp.c:38
pxa_ssp_request_of m - drivers/soc/pxa/ssp.c:61
qcom_glink_smem_register a - drivers/rpmsg/qcom_glink_smem.c:192
qcom_glink_smem_unregister m device_lock drivers/rpmsg/qcom_glink_smem.c:304
qcom_mdt_load a qcom_scm_pas_init_image drivers/soc/qcom/mdt_loader.c:446
qcom_mdt_pas_init a qcom_scm_pas_init_image drivers/soc/qcom/mdt_loader.c:243
qcom_mdt_read_metadata a - drivers/soc/qcom/mdt_loader.c:162
qcom_register_ssr_notifier m qcom_ssr_get_subsys drivers/remoteproc/qcom_common.c:398
qcom_rpm_smd_write a - drivers/soc/qcom/smd-rpm.c:96
qcom_rpm_write m - drivers/mfd/qcom_rpm.c:445
qcom_scm_assign_mem a - drivers/firmware/qcom_scm.c:913
qcom_scm_hdcp_available s clk_prepare drivers/firmware/qcom_scm.c:1152
qcom_scm_hdcp_req s qcom_scm_call drivers/firmware/qcom_scm.c:1177
qcom_scm_ice_available s qcom_scm_call drivers/firmware/qcom_scm.c:1046
qcom_scm_ice_invalidate_key s qcom_scm_call drivers/firmware/qcom_scm.c:1067
qcom_scm_ice_set_key a - drivers/firmware/qcom_scm.c:1102
qcom_scm_iommu_secure_ptbl_init s qcom_scm_call drivers/firmware/qcom_scm.c:811
qcom_scm_iommu_secure_ptbl_size s qcom_scm_call drivers/firmware/qcom_scm.c:790
qcom_scm_iommu_set_cp_pool_size s qcom_scm_call drivers/firmware/qcom_scm.c:835
qcom_scm_iommu_set_pt_format s qcom_scm_call drivers/firmware/qcom_scm.c:1216
qcom_scm_lmh_dcvsh a - drivers/firmware/qcom_scm.c:1268
qcom_scm_lmh_dcvsh_available s qcom_scm_call drivers/firmware/qcom_scm.c:1248
qcom_scm_lmh_profile_change s qcom_scm_call drivers/firmware/qcom_scm.c:1254
qcom_scm_mem_protect_video_var s qcom_scm_call drivers/firmware/qcom_scm.c:850
qcom_scm_ocmem_lock s qcom_scm_call drivers/firmware/qcom_scm.c:1000
qcom_scm_ocmem_lock_available s qcom_scm_call drivers/firmware/qcom_scm.c:984
qcom_scm_ocmem_unlock s qcom_scm_call drivers/firmware/qcom_scm.c:1025
qcom_scm_pas_auth_and_reset s clk_prepare drivers/firmware/qcom_scm.c:586
qcom_scm_pas_init_image a - drivers/firmware/qcom_scm.c:464
qcom_scm_pas_mem_setup s clk_prepare drivers/firmware/qcom_scm.c:547
qcom_scm_pas_shutdown s clk_prepare drivers/firmware/qcom_scm.c:622
qcom_scm_pas_supported s qcom_scm_call drivers/firmware/qcom_scm.c:659
qcom_scm_restore_sec_cfg s qcom_scm_call drivers/firmware/qcom_scm.c:771
qcom_scm_restore_sec_cfg_available s qcom_scm_call drivers/firmware/qcom_scm.c:764
qcom_scm_set_cold_boot_addr s qcom_scm_call drivers/firmware/qcom_scm.c:360
qcom_scm_set_remote_state s qcom_scm_call drivers/firmware/qcom_scm.c:391
qcom_scm_set_warm_boot_addr s qcom_scm_call drivers/firmware/qcom_scm.c:347
qcom_smd_register_edge a - drivers/rpmsg/qcom_smd.c:1476
qcom_smd_unregister_edge m device_lock drivers/rpmsg/qcom_smd.c:1536
qcom_smem_state_get m of_node_to_state drivers/soc/qcom/smem_state.c:88
qcom_smem_state_put m - drivers/soc/qcom/smem_state.c:148
qcom_smem_state_register a - drivers/soc/qcom/smem_state.c:198
qcom_smem_state_unregister m qcom_smem_state_put drivers/soc/qcom/smem_state.c:226
qcom_unregister_ssr_notifier m srcu_notifier_chain_unregister drivers/remoteproc/qcom_common.c:422
qdisc_create_dflt a qdisc_alloc net/sched/sch_generic.c:1021
qmi_add_lookup a - drivers/soc/qcom/qmi_interface.c:206
qmi_add_server a - drivers/soc/qcom/qmi_interface.c:270
qmi_encode_message a - drivers/soc/qcom/qmi_encdec.c:745
qmi_handle_init a - drivers/soc/qcom/qmi_interface.c:618
qmi_handle_release m - drivers/soc/qcom/qmi_interface.c:684
qmi_send_indication m qmi_txn_init drivers/soc/qcom/qmi_interface.c:830
qmi_send_request m qmi_send_message drivers/soc/qcom/qmi_interface.c:789
qmi_send_response m qmi_send_message drivers/soc/qcom/qmi_interface.c:810
qmi_txn_cancel m - drivers/soc/qcom/qmi_interface.c:367
qmi_txn_init m - drivers/soc/qcom/qmi_interface.c:307
qmi_txn_wait m - drivers/soc/qcom/qmi_interface.c:343
qmp_send m - drivers/soc/qcom/qcom_aoss.c:217
raid_class_release m attribute_container_unregister drivers/scsi/raid_class.c:242
rave_sp_exec m - drivers/mfd/rave-sp.c:348
rawnand_sw_bch_init c nand_ecc_sw_bch_init_ctx drivers/mtd/nand/raw/nand_base.c:5592
rdma_alloc_hw_stats_struct a - drivers/infiniband/core/verbs.c:2971
rdma_alloc_netdev a alloc_netdev_mqs drivers/infiniband/core/verbs.c:2916
rdma_bind_addr m cma_get_port drivers/infiniband/core/cma.c:4134
rdma_connect m - drivers/infiniband/core/cma.c:4474
rdma_connect_ece m rdma_connect drivers/infiniband/core/cma.c:4495
rdma_counter_query_stats m - drivers/infiniband/core/counters.c:384
rdma_create_id c __rdma_create_kernel_id include/rdma/rdma_cm.h:150
rdma_create_user_id a __rdma_create_id drivers/infiniband/core/cma.c:1024
rdma_destroy_id m - drivers/infiniband/core/cma.c:2075
rdma_destroy_qp m - drivers/infiniband/core/cma.c:1120
rdma_join_multicast a - drivers/infiniband/core/cma.c:5006
rdma_link_register r - drivers/infiniband/core/nldev.c:1705
rdma_link_unregister r - drivers/infiniband/core/nldev.c:1716
rdma_lock_handler m - drivers/infiniband/core/cma.c:4676
rdma_nl_unregister r - drivers/infiniband/core/netlink.c:123
rdma_resolve_ip a - drivers/infiniband/core/addr.c:649
rdma_rw_ctx_signature_init a - drivers/infiniband/core/rw.c:379
rdma_set_ack_timeout m - drivers/infiniband/core/cma.c:2778
rdma_set_ib_path a - drivers/infiniband/core/cma.c:3116
rdma_set_min_rnr_timer m - drivers/infiniband/core/cma.c:2813
rdma_set_service_type m - drivers/infiniband/core/cma.c:2751
rdma_user_mmap_entry_insert m rdma_user_mmap_entry_insert_range drivers/infiniband/core/ib_core_uverbs.c:360
rdma_user_mmap_entry_insert_exact m rdma_user_mmap_entry_insert_range include/rdma/ib_verbs.h:2896
rdma_user_mmap_entry_insert_range m - drivers/infiniband/core/ib_core_uverbs.c:262
rdma_user_mmap_io a - drivers/infiniband/core/ib_core_uverbs.c:67
rdma_zalloc_drv_obj c rdma_zalloc_drv_obj_gfp include/rdma/ib_verbs.h:2303
rdmacg_register_device m - kernel/cgroup/rdma.c:314
rdmacg_try_charge m - kernel/cgroup/rdma.c:259
rdmacg_unregister_device m - kernel/cgroup/rdma.c:334
reboot_mode_register r __blocking_notifier_chain_register drivers/power/reset/reboot-mode.c:62
reboot_mode_unregister r blocking_notifier_chain_unregister drivers/power/reset/reboot-mode.c:121
rebuild_sched_domains m partition_sched_domains include/linux/cpuset.h:283
ref_tracker_dir_init m stack_depot_init include/linux/ref_tracker.h:24
register_acpi_hed_notifier r __blocking_notifier_chain_register drivers/acpi/hed.c:28
register_acpi_notifier r __blocking_notifier_chain_register drivers/acpi/event.c:40
register_asymmetric_key_parser r - crypto/asymmetric_keys/asymmetric_type.c:637
register_candev c register_netdev drivers/net/can/dev/dev.c:507
register_cdrom m - drivers/cdrom/cdrom.c:585
register_fib_notifier m rtnl_lock net/core/fib_notifier.c:99
register_fprobe a - kernel/trace/fprobe.c:191
register_fprobe_ips a rethook_alloc kernel/trace/fprobe.c:250
register_fprobe_syms a get_ftrace_locations kernel/trace/fprobe.c:284
register_framebuffer m - drivers/video/fbdev/core/fbmem.c:1722
register_ftrace_direct m - kernel/trace/ftrace.c:5321
register_ftrace_direct_multi m - kernel/trace/ftrace.c:5691
register_ftrace_export m - kernel/trace/trace.c:400
register_ftrace_function m register_ftrace_function_nolock kernel/trace/ftrace.c:8340
register_hdlc_device c register_netdev include/linux/hdlc.h:60
register_hdlc_protocol c rtnl_lock drivers/net/wan/hdlc.c:323
register_inetaddr_notifier c blocking_notifier_chain_register net/ipv4/devinet.c:1467
register_kprobe m - kernel/kprobes.c:1624
register_memory_node_under_compute_node c sysfs_add_link_to_group drivers/base/node.c:681
register_memory_notifier r __blocking_notifier_chain_register drivers/base/memory.c:93
register_mii_timestamper m - drivers/net/phy/mii_timestamper.c:78
register_mii_tstamp_controller a - drivers/net/phy/mii_timestamper.c:26
register_module_notifier r __blocking_notifier_chain_register kernel/module/main.c:131
register_mtd_blktrans m - drivers/mtd/mtd_blkdevs.c:478
register_mtd_user m - drivers/mtd/mtdcore.c:1139
register_netdevice_notifier_dev_net m rtnl_lock net/core/dev.c:1948
register_netdevice_notifier_net m rtnl_lock net/core/dev.c:1909
register_oom_notifier r __blocking_notifier_chain_register mm/oom_kill.c:1095
register_pernet_device r - net/core/net_namespace.c:1365
register_pernet_subsys r - net/core/net_namespace.c:1319
register_pm_notifier r __blocking_notifier_chain_register kernel/power/main.c:74
register_random_vmfork_notifier r __blocking_notifier_chain_register drivers/char/random.c:960
register_rpmsg_driver c __register_rpmsg_driver include/linux/rpmsg.h:322
register_shrinker a - mm/vmscan.c:719
register_switchdev_blocking_notifier c rtnl_lock net/switchdev/switchdev.c:428
register_syscore_ops m - drivers/base/syscore.c:21
register_sysctl_mount_point a __register_sysctl_table fs/proc/proc_sysctl.c:45
register_sysctl_paths a __register_sysctl_paths fs/proc/proc_sysctl.c:1650
register_sysctl_table a __register_sysctl_paths fs/proc/proc_sysctl.c:1667
register_sysrq_key s rcu_blocking_is_gp drivers/tty/sysrq.c:1140
register_trace_event r - kernel/trace/trace_output.c:751
register_tracepoint_module_notifier m - kernel/tracepoint.c:591
register_user_hw_breakpoint m perf_event_create_kernel_counter kernel/events/hw_breakpoint.c:769
register_virtio_device a - drivers/virtio/virtio.c:447
register_virtio_driver a bus_add_driver drivers/virtio/virtio.c:381
register_vmap_purge_notifier r __blocking_notifier_chain_register mm/vmalloc.c:1742
register_wide_hw_breakpoint s percpu_down_read kernel/events/hw_breakpoint.c:870
register_xenbus_watch r - drivers/xen/xenbus/xenbus_xs.c:778
regmap_add_irq_chip_fwnode a - drivers/base/regmap/regmap-irq.c:719
regmap_async_complete w - drivers/base/regmap/regmap.c:3407
regmap_attach_dev a - drivers/base/regmap/regmap.c:629
regmap_field_alloc a - drivers/base/regmap/regmap.c:1476
regmap_field_bulk_alloc a - drivers/base/regmap/regmap.c:1361
regmap_irq_get_virq m irq_create_mapping_affinity drivers/base/regmap/regmap-irq.c:1292
regmap_mmio_attach_clk s clk_prepare drivers/base/regmap/regmap-mmio.c:614
regmap_mmio_detach_clk s clk_unprepare drivers/base/regmap/regmap-mmio.c:625
regmap_register_patch a - drivers/base/regmap/regmap.c:3448
regulator_coupler_register m - drivers/regulator/core.c:5336
regulator_disable_deferred m regulator_unlock drivers/regulator/core.c:3247
regulator_irq_helper a - drivers/regulator/irq_helpers.c:338
regulator_register_notifier r __blocking_notifier_chain_register drivers/regulator/core.c:4886
regulator_register_supply_alias a - drivers/regulator/core.c:2487
regulator_set_suspend_voltage m regulator_lock_dependent drivers/regulator/core.c:4307
regulator_set_voltage_tol c regulator_set_voltage include/linux/regulator/consumer.h:712
regulator_set_voltage_triplet c regulator_set_voltage include/linux/regulator/consumer.h:702
regulator_unregister_notifier r blocking_notifier_chain_unregister drivers/regulator/core.c:4901
regulator_unregister_supply_alias m - drivers/regulator/core.c:2527
regulatory_hint a - net/wireless/reg.c:3341
regulatory_set_wiphy_regd a reg_copy_regd net/wireless/reg.c:4081
regulatory_set_wiphy_regd_sync a reg_copy_regd net/wireless/reg.c:4094
relay_close m - kernel/relay.c:752
relay_late_setup_files m - kernel/relay.c:567
relay_open a - kernel/relay.c:474
remove_memory m lock_device_hotplug mm/memory_hotplug.c:2166
request_free_mem_region a get_free_mem_region kernel/resource.c:1975
request_module_nowait c __request_module include/linux/kmod.h:26
reset_control_bulk_put m - drivers/reset/core.c:1020
reset_controller_add_lookup m - drivers/reset/core.c:172
reset_controller_unregister m - drivers/reset/core.c:121
resource_list_create_entry a - kernel/resource.c:1794
restore_online_page_callback m - mm/memory_hotplug.c:561
retire_super r - fs/super.c:441
retu_read m - drivers/mfd/retu-mfd.c:143
retu_write m - drivers/mfd/retu-mfd.c:156
rfkill_alloc a - net/rfkill/core.c:999
rhashtable_destroy m rhashtable_free_and_destroy lib/rhashtable.c:1169
rhashtable_free_and_destroy m - lib/rhashtable.c:1131
rhashtable_init a - lib/rhashtable.c:1016
rhltable_destroy m rhashtable_free_and_destroy include/linux/rhashtable.h:1270
rhltable_free_and_destroy m rhashtable_free_and_destroy include/linux/rhashtable.h:1262
rhltable_init a rhashtable_init lib/rhashtable.c:1087
ring_buffer_change_overwrite m - kernel/trace/ring_buffer.c:2370
ring_buffer_free s irq_work_sync kernel/trace/ring_buffer.c:1906
ring_buffer_reset m - kernel/trace/ring_buffer.c:5356
rio_register_driver c driver_register drivers/rapidio/rio-driver.c:149
rio_release_dma c dma_release_channel drivers/rapidio/rio.c:1794
rio_release_inb_dbell m - drivers/rapidio/rio.c:474
rio_unregister_driver c driver_unregister drivers/rapidio/rio-driver.c:168
rmi_register_transport_device a - drivers/input/rmi4/rmi_bus.c:74
rmi_unregister_transport_device m device_lock drivers/input/rmi4/rmi_bus.c:118
rndis_command a usb_control_msg drivers/net/usb/rndis_host.c:92
rndis_unbind a - drivers/net/usb/rndis_host.c:475
roccat_connect a - drivers/hid/hid-roccat.c:309
roccat_disconnect m - drivers/hid/hid-roccat.c:366
roccat_report_event m - drivers/hid/hid-roccat.c:256
rockchip_pmu_block m - drivers/soc/rockchip/pm_domains.c:187
root_device_register c __root_device_register include/linux/device.h:1048
root_device_unregister m device_lock drivers/base/core.c:4394
rpi_firmware_property a - drivers/firmware/raspberrypi.c:149
rpi_firmware_property_list m rpi_firmware_transaction drivers/firmware/raspberrypi.c:88
rpmh_write s __wait_for_common drivers/soc/qcom/rpmh.c:259
rpmsg_ns_register_device m device_lock drivers/rpmsg/rpmsg_ns.c:21
rpmsg_register_device m device_lock drivers/rpmsg/rpmsg_core.c:626
rpmsg_register_device_override m device_lock drivers/rpmsg/rpmsg_core.c:588
rpmsg_unregister_device m device_lock drivers/rpmsg/rpmsg_core.c:636
rproc_coredump_add_custom_segment a - drivers/remoteproc/remoteproc_coredump.c:78
rproc_coredump_add_segment a - drivers/remoteproc/remoteproc_coredump.c:47
rproc_detach m - drivers/remoteproc/remoteproc_core.c:2064
rproc_mem_entry_init a - drivers/remoteproc/remoteproc_core.c:914
rproc_of_resm_mem_entry_init a - drivers/remoteproc/remoteproc_core.c:960
rproc_resource_cleanup c platform_device_unregister drivers/remoteproc/remoteproc_core.c:1214
rproc_set_firmware m - drivers/remoteproc/remoteproc_core.c:2178
rtc_add_group a rtc_add_groups drivers/rtc/sysfs.c:348
rtc_add_groups a - drivers/rtc/sysfs.c:315
rtc_alarm_irq_enable m - drivers/rtc/interface.c:549
rtc_initialize_alarm m - drivers/rtc/interface.c:517
rtc_lock m - include/linux/rtc.h:166
rtc_update_irq_enable m - drivers/rtc/interface.c:580
rtl8152_get_version a __rtl_get_hw_ver drivers/net/usb/r8152.c:9713
rtnl_af_register m rtnl_lock net/core/rtnetlink.c:631
rtnl_af_unregister m rtnl_lock net/core/rtnetlink.c:643
rtnl_link_register m rtnl_lock net/core/rtnetlink.c:464
rtnl_link_unregister r - net/core/rtnetlink.c:546
rtnl_offload_xstats_notify a - net/core/rtnetlink.c:5957
rtnl_register_module m rtnl_lock net/core/rtnetlink.c:278
rtnl_unregister m rtnl_lock net/core/rtnetlink.c:324
rtnl_unregister_all m rtnl_lock net/core/rtnetlink.c:357
rtsx_pci_card_pull_ctl_disable s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:650
rtsx_pci_card_pull_ctl_enable s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:635
rtsx_pci_complete_unfinished_transfer s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:872
rtsx_pci_dma_transfer s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:464
rtsx_pci_send_cmd s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:339
rtsx_pci_transfer_data s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:421
rtsx_usb_clear_dma_err a usb_control_msg include/linux/rtsx_usb.h:612
rtsx_usb_clear_fsm_err a usb_control_msg include/linux/rtsx_usb.h:607
rtsx_usb_ep0_read_register a - drivers/misc/cardreader/rtsx_usb.c:185
rtsx_usb_ep0_write_register a usb_control_msg drivers/misc/cardreader/rtsx_usb.c:169
rtsx_usb_turn_off_led a usb_control_msg include/linux/rtsx_usb.h:601
rtsx_usb_turn_on_led a usb_control_msg include/linux/rtsx_usb.h:596
rvt_dealloc_device c ib_dealloc_device drivers/infiniband/sw/rdmavt/vt.c:72
rvt_unregister_device c ib_unregister_device drivers/infiniband/sw/rdmavt/vt.c:585
s3c_cpufreq_clk_get c clk_get drivers/cpufreq/s3c24xx-cpufreq.c:333
sas_attach_transport a - drivers/scsi/scsi_transport_sas.c:1806
sas_domain_attach_transport c sas_attach_transport drivers/scsi/libsas/sas_init.c:623
sas_drain_work m - drivers/scsi/libsas/sas_event.c:71
sas_enable_tlr a sas_tlr_supported drivers/scsi/scsi_transport_sas.c:428
sas_end_device_alloc a - drivers/scsi/scsi_transport_sas.c:1492
sas_expander_alloc a - drivers/scsi/scsi_transport_sas.c:1531
sas_phy_add m device_lock drivers/scsi/scsi_transport_sas.c:774
sas_phy_alloc a - drivers/scsi/scsi_transport_sas.c:739
sas_phy_delete m device_lock drivers/scsi/scsi_transport_sas.c:818
sas_phy_free m attribute_container_remove_device drivers/scsi/scsi_transport_sas.c:803
sas_port_add m device_lock drivers/scsi/scsi_transport_sas.c:1004
sas_port_add_phy m - drivers/scsi/scsi_transport_sas.c:1127
sas_port_alloc a - drivers/scsi/scsi_transport_sas.c:933
sas_port_alloc_num m - drivers/scsi/scsi_transport_sas.c:978
sas_port_delete m - drivers/scsi/scsi_transport_sas.c:1047
sas_port_delete_phy m - drivers/scsi/scsi_transport_sas.c:1161
sas_port_free m attribute_container_remove_device drivers/scsi/scsi_transport_sas.c:1033
sas_port_get_phy m - drivers/scsi/scsi_transport_sas.c:1096
sas_read_port_mode_page a - drivers/scsi/scsi_transport_sas.c:1292
sas_register_ha c create_singlethread_workqueue drivers/scsi/libsas/sas_init.c:96
sas_release_transport m attribute_container_unregister drivers/scsi/scsi_transport_sas.c:1914
sas_remove_host m scsi_remove_host drivers/scsi/scsi_transport_sas.c:346
sas_resume_ha c wait_event_timeout drivers/scsi/libsas/sas_init.c:415
sas_rphy_add m - drivers/scsi/scsi_transport_sas.c:1568
sas_rphy_delete m sas_rphy_free drivers/scsi/scsi_transport_sas.c:1650
sas_rphy_free m - drivers/scsi/scsi_transport_sas.c:1627
sas_rphy_remove m device_lock drivers/scsi/scsi_transport_sas.c:1678
sas_suspend_ha m - drivers/scsi/libsas/sas_init.c:468
sas_tlr_supported a - drivers/scsi/scsi_transport_sas.c:376
sas_unregister_ha m - drivers/scsi/libsas/sas_init.c:165
sb_start_intwrite s percpu_down_read include/linux/fs.h:2017
sb_start_pagefault s percpu_down_read include/linux/fs.h:1999
sb_start_write s percpu_down_read include/linux/fs.h:1970
sbefifo_submit m - drivers/fsi/fsi-sbefifo.c:736
sched_autogroup_create_attach a autogroup_create kernel/sched/autogroup.c:193
scm_fp_dup a - net/core/scm.c:368
scmi_driver_register a bus_add_driver drivers/firmware/arm_scmi/bus.c:288
scmi_driver_unregister w klist_remove drivers/firmware/arm_scmi/bus.c:317
scp_ipi_register m scp_ipi_lock drivers/remoteproc/mtk_scp_ipi.c:28
scp_ipi_send m - drivers/remoteproc/mtk_scp_ipi.c:155
scp_ipi_unregister m scp_ipi_lock drivers/remoteproc/mtk_scp_ipi.c:56
scsi_bios_ptable a - drivers/scsi/scsicam.c:33
scsi_device_resume m - drivers/scsi/scsi_lib.c:2689
scsi_execute c __scsi_execute include/scsi/scsi_device.h:489
scsi_flush_work c flush_workqueue drivers/scsi/hosts.c:668
scsi_mode_sense c scsi_execute_req drivers/scsi/scsi_lib.c:2186
scsi_partsize a scsi_bios_ptable drivers/scsi/scsicam.c:60
scsi_register_driver a bus_add_driver drivers/scsi/scsi_sysfs.c:1589
scsi_register_interface m class_interface_register drivers/scsi/scsi_sysfs.c:1597
scsi_report_opcode c scsi_execute_req drivers/scsi/scsi.c:542
scsi_rescan_device m device_lock drivers/scsi/scsi_scan.c:1645
scsi_resume_device m device_lock drivers/scsi/scsi_scan.c:1611
scsi_unregister_driver c driver_unregister include/scsi/scsi_driver.h:27
scsi_unregister_interface c class_interface_unregister include/scsi/scsi_driver.h:31
scsicam_bios_param a scsi_bios_ptable drivers/scsi/scsicam.c:218
sctp_sock_set_nodelay s lock_sock_nested include/net/sctp/sctp.h:673
sdei_event_unregister m - drivers/firmware/arm_sdei.c:487
sdio_register_driver a bus_add_driver drivers/mmc/core/sdio_bus.c:271
sdio_unregister_driver w klist_remove drivers/mmc/core/sdio_bus.c:283
sdw_show_ping_status m - drivers/soundwire/bus.c:307
sdw_stream_add_slave m - drivers/soundwire/stream.c:1985
sdw_stream_remove_slave m - drivers/soundwire/stream.c:2094
sec_irq_init a devm_regmap_add_irq_chip_fwnode drivers/mfd/sec-irq.c:438
securityfs_remove c inode_lock security/inode.c:294
sensor_hub_device_close m - drivers/hid/hid-sensor-hub.c:642
sensor_hub_device_open m - drivers/hid/hid-sensor-hub.c:621
sensor_hub_get_feature m - drivers/hid/hid-sensor-hub.c:238
sensor_hub_input_attr_get_raw_value m - drivers/hid/hid-sensor-hub.c:346
sensor_hub_input_attr_read_values m - drivers/hid/hid-sensor-hub.c:297
sensor_hub_set_feature m - drivers/hid/hid-sensor-hub.c:190
seq_lseek m - fs/seq_file.c:308
seq_open a - fs/seq_file.c:57
seq_open_private a __seq_open_private fs/seq_file.c:656
serdev_controller_add m device_lock drivers/tty/serdev/core.c:770
serdev_controller_alloc a - drivers/tty/serdev/core.c:476
serdev_controller_remove m device_lock drivers/tty/serdev/core.c:820
serdev_device_add m device_lock drivers/tty/serdev/core.c:102
serdev_device_alloc a - drivers/tty/serdev/core.c:447
serdev_device_driver_register c __serdev_device_driver_register include/linux/serdev.h:214
serdev_device_remove m device_lock drivers/tty/serdev/core.c:138
serial8250_do_shutdown c synchronize_irq drivers/tty/serial/8250/8250_port.c:2487
serial8250_resume_port c uart_resume_port drivers/tty/serial/8250/8250_core.c:778
serial8250_suspend_port c uart_suspend_port drivers/tty/serial/8250/8250_core.c:754
serio_register_port c __serio_register_port include/linux/serio.h:94
serio_unregister_child_port m - drivers/input/serio/serio.c:714
serio_unregister_driver m - drivers/input/serio/serio.c:849
set_current_groups a prepare_creds kernel/groups.c:134
set_freezable s - kernel/freezer.c:220
set_online_page_callback m - mm/memory_hotplug.c:542
set_page_dirty_lock s lock_page mm/page-writeback.c:2788
set_selection_kernel m - drivers/tty/vt/selection.c:354
setup_arg_pages r mmap_write_lock_killable fs/exec.c:749
sfp_bus_add_upstream m rtnl_lock drivers/net/phy/sfp-bus.c:653
sfp_bus_find_fwnode a sfp_bus_get drivers/net/phy/sfp-bus.c:606
shash_free_singlespawn_instance r crypto_drop_spawn crypto/shash.c:625
shash_register_instance r crypto_register_instance crypto/shash.c:609
shrinker_debugfs_rename a - mm/shrinker_debug.c:192
si476x_core_lock m - include/linux/mfd/si476x-core.h:170
simd_skcipher_create_compat a - crypto/simd.c:139
simd_skcipher_free r crypto_unregister_alg crypto/simd.c:200
simple_attr_open a - fs/libfs.c:948
simple_attr_read m - fs/libfs.c:978
simple_attr_write m simple_attr_write_xsigned fs/libfs.c:1052
simple_attr_write_signed m simple_attr_write_xsigned fs/libfs.c:1059
simple_recursive_removal r inode_lock_nested fs/libfs.c:269
simple_transaction_get a - fs/libfs.c:885
single_open a - fs/seq_file.c:572
single_open_size a seq_buf_alloc fs/seq_file.c:593
siox_driver_unregister w klist_remove include/linux/siox.h:71
sk_attach_filter a __sk_attach_prog net/core/filter.c:1539
sk_set_memalloc c static_branch_inc net/core/sock.c:301
skcipher_alloc_instance_simple a - crypto/skcipher.c:929
skcipher_register_instance r crypto_register_instance crypto/skcipher.c:858
slhc_init a - drivers/net/slip/slhc.c:92
sm2_compute_z_digest a mpi_get_buffer crypto/sm2.c:261
sm501_unit_power m - drivers/mfd/sm501.c:315
smpboot_register_percpu_thread m - kernel/smpboot.c:289
smpboot_unregister_percpu_thread m - kernel/smpboot.c:318
snd_ac97_bus a - sound/pci/ac97/ac97_codec.c:1958
snd_ac97_mixer a - sound/pci/ac97/ac97_codec.c:2058
snd_ac97_pcm_assign a - sound/pci/ac97/ac97_pcm.c:431
snd_ac97_set_rate c snd_ac97_update sound/pci/ac97/ac97_pcm.c:243
snd_ac97_suspend c cancel_delayed_work_sync sound/pci/ac97/ac97_codec.c:2530
snd_ac97_update m - sound/pci/ac97/ac97_codec.c:351
snd_ac97_update_bits m - sound/pci/ac97/ac97_codec.c:383
snd_aci_cmd m - sound/isa/opti9xx/miro.c:205
snd_ak4114_create a - sound/i2c/other/ak4114.c:66
snd_card_file_add a - sound/core/init.c:1088
snd_card_proc_new c snd_info_create_card_entry include/sound/info.h:132
snd_card_ref m - sound/core/init.c:380
snd_card_ro_proc_new c snd_card_rw_proc_new include/sound/info.h:207
snd_card_rw_proc_new a snd_info_create_entry sound/core/info.c:879
snd_compr_malloc_pages a - sound/core/compress_offload.c:482
snd_compress_new a snd_device_new sound/core/compress_offload.c:1165
snd_ctl_activate_id r - sound/core/control.c:686
snd_ctl_add_follower a _snd_ctl_add_follower include/sound/control.h:238
snd_ctl_add_follower_uncached a _snd_ctl_add_follower include/sound/control.h:260
snd_ctl_disconnect_layer r - sound/core/control.c:2303
snd_ctl_led_request r snd_ctl_request_layer include/sound/control.h:283
snd_ctl_make_virtual_master a - sound/core/vmaster.c:392
snd_ctl_notify_one r - sound/core/control.c:201
snd_ctl_register_ioctl a _snd_ctl_register_ioctl sound/core/control.c:2129
snd_ctl_register_ioctl_compat a _snd_ctl_register_ioctl sound/core/control.c:2143
snd_ctl_register_layer r - sound/core/control.c:2274
snd_ctl_remove_id r - sound/core/control.c:619
snd_ctl_rename a add_hash_entries sound/core/control.c:766
snd_ctl_rename_id r - sound/core/control.c:735
snd_ctl_replace r snd_ctl_add_replace sound/core/control.c:564
snd_ctl_request_layer r - sound/core/control.c:2250
snd_ctl_unregister_ioctl r _snd_ctl_unregister_ioctl sound/core/control.c:2180
snd_ctl_unregister_ioctl_compat r _snd_ctl_unregister_ioctl sound/core/control.c:2194
snd_devm_alloc_dir_pages a - sound/core/memalloc.c:154
snd_devm_alloc_pages a snd_devm_alloc_dir_pages include/sound/memalloc.h:113
snd_devm_request_dma a - sound/core/isadma.c:123
snd_dmaengine_pcm_close s dmaengine_synchronize sound/core/pcm_dmaengine.c:372
snd_dmaengine_pcm_close_release_chan s dmaengine_synchronize sound/core/pcm_dmaengine.c:398
snd_dmaengine_pcm_open a - sound/core/pcm_dmaengine.c:305
snd_dmaengine_pcm_open_request_chan a snd_dmaengine_pcm_open sound/core/pcm_dmaengine.c:344
snd_dmaengine_pcm_register a - sound/soc/soc-generic-dmaengine-pcm.c:433
snd_emu10k1_alloc_pages_maybe_wider c snd_dma_alloc_pages sound/pci/emu10k1/memory.c:379
snd_emu10k1_free_pages c snd_emu10k1_synth_free sound/pci/emu10k1/memory.c:363
snd_emu10k1_synth_free m - sound/pci/emu10k1/memory.c:434
snd_es1688_create c request_region sound/isa/es1688/es1688_lib.c:606
snd_fasync_free s start_flush_work sound/core/misc.c:234
snd_gf1_pcm_new c snd_pcm_new sound/isa/gus/gus_pcm.c:847
snd_gf1_rawmidi_new c snd_rawmidi_new sound/isa/gus/gus_uart.c:230
snd_gus_create a - sound/isa/gus/gus_main.c:117
snd_hda_codec_cleanup_for_unbind c cancel_delayed_work_sync sound/pci/hda/hda_codec.c:772
snd_hda_codec_device_init a - sound/pci/hda/hda_codec.c:898
snd_hda_codec_pcm_new a - sound/pci/hda/hda_codec.c:712
snd_hda_codec_set_name c snd_hdac_device_set_chip_name sound/pci/hda/hda_bind.c:64
snd_hda_codec_write_cache m reg_raw_write include/sound/hda_codec.h:383
snd_hda_ext_driver_register a bus_add_driver sound/hda/ext/hdac_ext_bus.c:116
snd_hda_ext_driver_unregister w klist_remove sound/hda/ext/hdac_ext_bus.c:138
snd_hda_param_read c snd_hdac_read_parm include/sound/hda_codec.h:343
snd_hdac_acomp_exit m component_master_del sound/hda/hdac_component.c:333
snd_hdac_acomp_init a - sound/hda/hdac_component.c:283
snd_hdac_add_chmap_ctls a snd_pcm_add_chmap_ctls sound/hda/hdmi_chmap.c:844
snd_hdac_bus_enter_link_reset c usleep_range sound/hda/hdac_controller.c:386
snd_hdac_bus_exit c cancel_work_sync sound/hda/hdac_bus.c:70
snd_hdac_device_init a - sound/hda/hdac_device.c:40
snd_hdac_device_register m - sound/hda/hdac_device.c:142
snd_hdac_device_set_chip_name a - sound/hda/hdac_device.c:184
snd_hdac_display_power m - sound/hda/hdac_component.c:66
snd_hdac_ext_bus_exit c snd_hdac_bus_exit sound/hda/ext/hdac_ext_bus.c:56
snd_hdac_ext_bus_link_get m - sound/hda/ext/hdac_ext_controller.c:260
snd_hdac_ext_bus_link_put m - sound/hda/ext/hdac_ext_controller.c:302
snd_hdac_get_sub_nodes m reg_raw_read sound/hda/hdac_device.c:356
snd_hdac_i915_exit m component_master_del include/sound/hda_i915.h:22
snd_hdac_i915_init a snd_hdac_acomp_init sound/hda/hdac_i915.c:148
snd_hdac_is_supported_format m reg_raw_read sound/hda/hdac_device.c:931
snd_hdac_override_parm m reg_raw_write sound/hda/hdac_device.c:331
snd_hdac_read_parm m reg_raw_read include/sound/hdaudio.h:169
snd_hdac_read_parm_uncached m reg_raw_read sound/hda/hdac_device.c:312
snd_hdac_refresh_widgets m - sound/hda/hdac_device.c:404
snd_hdac_regmap_get_amp m reg_raw_read include/sound/hda_regmap.h:136
snd_hdac_regmap_get_amp_stereo m reg_raw_read include/sound/hda_regmap.h:181
snd_hdac_regmap_read m reg_raw_read include/sound/hda_regmap.h:115
snd_hdac_regmap_read_raw m reg_raw_read sound/hda/hdac_regmap.c:496
snd_hdac_regmap_sync m - sound/hda/hdac_regmap.c:598
snd_hdac_regmap_update m reg_raw_update include/sound/hda_regmap.h:97
snd_hdac_regmap_update_amp m reg_raw_update include/sound/hda_regmap.h:160
snd_hdac_regmap_update_amp_stereo m reg_raw_update include/sound/hda_regmap.h:205
snd_hdac_regmap_update_raw m reg_raw_update sound/hda/hdac_regmap.c:550
snd_hdac_regmap_update_raw_once m reg_raw_update_once sound/hda/hdac_regmap.c:587
snd_hdac_regmap_write m reg_raw_write include/sound/hda_regmap.h:79
snd_hdac_regmap_write_raw m reg_raw_write sound/hda/hdac_regmap.c:460
snd_i2c_bus_create a - sound/i2c/i2c.c:65
snd_i2c_device_create a - sound/i2c/i2c.c:99
snd_info_create_card_entry a snd_info_create_entry sound/core/info.c:743
snd_info_create_module_entry a snd_info_create_entry sound/core/info.c:723
snd_jack_add_new_kctl a snd_jack_kctl_new sound/core/jack.c:471
snd_jack_new a - sound/core/jack.c:499
snd_lookup_minor_data m - sound/core/sound.c:99
snd_lookup_oss_minor_data m - sound/core/sound_oss.c:25
snd_midi_channel_alloc_set a - sound/core/seq/seq_midi_emul.c:687
snd_midi_event_new a - sound/core/seq/seq_midi_event.c:102
snd_mpu401_uart_new c snd_rawmidi_new sound/drivers/mpu401/mpu401_uart.c:515
snd_opl3_hwdep_new c snd_hwdep_new sound/drivers/opl3/opl3_lib.c:478
snd_oss_info_register m - sound/core/info_oss.c:24
snd_oss_info_unregister c snd_oss_info_register include/sound/info.h:230
snd_pcm_add_chmap_ctls a - sound/core/pcm_lib.c:2487
snd_pcm_hw_refine a constrain_params_by_rules sound/core/pcm_native.c:523
snd_pcm_lib_alloc_vmalloc_32_buffer a - include/sound/pcm.h:1359
snd_pcm_lib_alloc_vmalloc_buffer a - include/sound/pcm.h:1341
snd_pcm_lib_mmap_iomem s mmu_notifier_invalidate_range_start sound/core/pcm_native.c:3902
snd_pcm_notify m - sound/core/pcm.c:1149
snd_pcm_runtime_buffer_set_silence m snd_pcm_buffer_access_lock sound/core/pcm_native.c:708
snd_pcm_set_fixed_buffer_all c snd_pcm_set_managed_buffer_all include/sound/pcm.h:1318
snd_power_sync_ref w - include/sound/core.h:194
snd_rawmidi_drain_output w - sound/core/rawmidi.c:240
snd_rawmidi_info_select m - sound/core/rawmidi.c:688
snd_rawmidi_input_params m - sound/core/rawmidi.c:773
snd_rawmidi_kernel_open m - sound/core/rawmidi.c:409
snd_rawmidi_kernel_release m rawmidi_release_priv sound/core/rawmidi.c:596
snd_rawmidi_output_params m - sound/core/rawmidi.c:754
snd_register_device a - sound/core/sound.c:259
snd_request_card m snd_card_locked sound/core/sound.c:60
snd_sb16dsp_pcm c snd_pcm_new sound/isa/sb/sb16_main.c:841
snd_sbdsp_create a - sound/isa/sb/sb_common.c:171
snd_seq_create_kernel_client m - sound/core/seq/seq_clientmgr.c:2282
snd_seq_device_load_drivers s start_flush_work sound/core/seq_device.c:130
snd_seq_device_new a - sound/core/seq_device.c:198
snd_seq_driver_unregister w klist_remove sound/core/seq_device.c:258
snd_soc_add_component m - sound/soc/soc-core.c:2642
snd_soc_cnew c snd_ctl_new1 sound/soc/soc-core.c:2199
snd_soc_component_disable_pin c snd_soc_dapm_disable_pin sound/soc/soc-component.c:175
snd_soc_component_enable_pin c snd_soc_dapm_enable_pin sound/soc/soc-component.c:157
snd_soc_component_exit_regmap c regmap_exit sound/soc/soc-component.c:423
snd_soc_component_force_enable_pin c snd_soc_dapm_force_enable_pin sound/soc/soc-component.c:220
snd_soc_component_read m - sound/soc/soc-component.c:708
snd_soc_component_read_field c snd_soc_component_read sound/soc/soc-component.c:851
snd_soc_component_test_bits c snd_soc_component_read sound/soc/soc-component.c:910
snd_soc_component_write m - sound/soc/soc-component.c:743
snd_soc_dapm_add_routes m - sound/soc/soc-dapm.c:3114
snd_soc_dapm_debugfs_init c debugfs_create_dir sound/soc/soc-dapm.c:2217
snd_soc_dapm_del_routes m - sound/soc/soc-dapm.c:3145
snd_soc_dapm_mixer_update_power m - sound/soc/soc-dapm.c:2374
snd_soc_dapm_mux_update_power m - sound/soc/soc-dapm.c:2309
snd_soc_dapm_nc_pin m - sound/soc/soc-dapm.c:4735
snd_soc_dapm_new_controls m - sound/soc/soc-dapm.c:3814
snd_soc_dapm_new_widgets m - sound/soc/soc-dapm.c:3249
snd_soc_dapm_put_enum_double m - sound/soc/soc-dapm.c:3510
snd_soc_dapm_put_volsw m - sound/soc/soc-dapm.c:3382
snd_soc_dapm_stream_event m - sound/soc/soc-dapm.c:4508
snd_soc_dpcm_runtime_update m - sound/soc/soc-pcm.c:2678
snd_soc_find_dai_with_mutex m - sound/soc/soc-core.c:814
snd_soc_free_ac97_component c device_del sound/soc/soc-ac97.c:254
snd_soc_get_dai_name m - sound/soc/soc-core.c:3269
snd_soc_jack_add_gpios a - sound/soc/soc-jack.c:311
snd_soc_jack_notifier_register c blocking_notifier_chain_register sound/soc/soc-jack.c:181
snd_soc_jack_report m - sound/soc/soc-jack.c:34
snd_soc_new_ac97_component c device_add sound/soc/soc-ac97.c:213
snd_soc_of_get_dai_name c snd_soc_get_dai_name sound/soc/soc-core.c:3333
snd_soc_of_parse_audio_routing a - sound/soc/soc-core.c:2993
snd_soc_of_parse_audio_simple_widgets a - sound/soc/soc-core.c:2795
snd_soc_register_dai a - sound/soc/soc-core.c:2438
snd_soc_unregister_card m - sound/soc/soc-core.c:2348
snd_soc_unregister_component m - sound/soc/soc-core.c:2742
snd_tea575x_exit c video_unregister_device drivers/media/radio/tea575x.c:572
snd_tea575x_init c video_register_device drivers/media/radio/tea575x.c:515
snd_timer_close m - sound/core/timer.c:455
snd_timer_global_free m snd_timer_free sound/core/timer.c:1128
snd_timer_global_new a snd_timer_new sound/core/timer.c:1115
snd_timer_global_register m snd_timer_dev_register sound/core/timer.c:1134
snd_timer_instance_new a - sound/core/timer.c:138
snd_timer_open m - sound/core/timer.c:289
snd_unregister_device m - sound/core/sound.c:310
snd_util_mem_avail m - sound/synth/util_mem.c:165
snd_util_mem_free m - sound/synth/util_mem.c:151
snd_util_memhdr_new a - sound/synth/util_mem.c:25
snd_virmidi_new a - sound/core/seq/seq_virmidi.c:496
snd_wss_create c devm_request_region sound/isa/wss/wss_lib.c:1739
snd_wss_pcm c snd_pcm_new sound/isa/wss/wss_lib.c:1847
snd_wss_timer c snd_timer_new sound/isa/wss/wss_lib.c:1882
soc_device_register a - drivers/base/soc.c:115
soc_device_unregister m device_lock drivers/base/soc.c:173
sock_alloc_file a __d_alloc net/socket.c:460
sock_alloc_send_pskb w sock_wait_for_wmem net/core/sock.c:2756
sock_alloc_send_skb w sock_wait_for_wmem include/net/sock.h:1980
sock_enable_timestamps s lock_sock_nested net/core/sock.c:836
sock_map_close s lock_sock_nested net/core/sock_map.c:1624
sock_no_linger s lock_sock_nested net/core/sock.c:795
sock_no_sendpage s kmap net/core/sock.c:3283
sock_no_sendpage_locked s kmap net/core/sock.c:3297
sock_set_keepalive s lock_sock_nested net/core/sock.c:942
sock_set_mark s lock_sock_nested net/core/sock.c:989
sock_set_priority s lock_sock_nested net/core/sock.c:804
sock_set_rcvbuf s lock_sock_nested net/core/sock.c:973
sock_set_reuseaddr s lock_sock_nested net/core/sock.c:779
sock_set_reuseport s lock_sock_nested net/core/sock.c:787
sock_set_sndtimeo s lock_sock_nested net/core/sock.c:812
sock_unregister s rcu_blocking_is_gp net/socket.c:3178
software_node_register a swnode_register drivers/base/swnode.c:949
sony_pic_camera_command m - drivers/platform/x86/sony-laptop.c:3829
sparse_keymap_setup a - drivers/input/sparse-keymap.c:166
spi_add_device m - drivers/spi/spi.c:704
spi_alloc_device a - drivers/spi/spi.c:582
spi_alloc_target a __spi_alloc_controller include/linux/spi/spi.h:807
spi_attach_transport a - drivers/scsi/scsi_transport_spi.c:1570
spi_bitbang_start c spi_register_master drivers/spi/spi-bitbang.c:423
spi_bitbang_stop c spi_unregister_master drivers/spi/spi-bitbang.c:446
spi_controller_dma_map_mem_op_data a spi_map_buf_attrs drivers/spi/spi-mem.c:36
spi_controller_resume m __spi_mark_resumed drivers/spi/spi.c:3392
spi_controller_suspend m __spi_mark_suspended drivers/spi/spi.c:3373
spi_delay_exec s - drivers/spi/spi.c:1463
spi_dv_device m lock_system_sleep drivers/scsi/scsi_transport_spi.c:998
spi_master_resume c spi_controller_resume include/linux/spi/spi.h:1607
spi_master_suspend c spi_controller_suspend include/linux/spi/spi.h:1606
spi_mem_dirmap_create a - drivers/spi/spi-mem.c:535
spi_mem_driver_register_with_owner a bus_add_driver drivers/spi/spi-mem.c:907
spi_new_ancillary_device a spi_alloc_device drivers/spi/spi.c:2427
spi_nor_scan a - drivers/mtd/spi-nor/core.c:3108
spi_register_driver c __spi_register_driver include/linux/spi/spi.h:342
spi_register_master c spi_register_controller include/linux/spi/spi.h:1609
spi_release_transport m attribute_container_unregister drivers/scsi/scsi_transport_spi.c:1594
spi_transfer_delay_exec s spi_delay_exec include/linux/spi/spi.h:1154
spi_unregister_master c spi_unregister_controller include/linux/spi/spi.h:1612
spmi_controller_add c device_add drivers/spmi/spmi.c:536
spmi_controller_alloc a - drivers/spmi/spmi.c:441
spmi_controller_remove c device_del drivers/spmi/spmi.c:575
sram_exec_copy m - drivers/misc/sram-exec.c:73
srcu_notifier_chain_register m - kernel/notifier.c:475
srp_attach_transport a - drivers/scsi/scsi_transport_srp.c:812
srp_reconnect_rport m - drivers/scsi/scsi_transport_srp.c:532
srp_release_transport m attribute_container_unregister drivers/scsi/scsi_transport_srp.c:861
srp_rport_add a - drivers/scsi/scsi_transport_srp.c:695
srp_rport_del m device_lock drivers/scsi/scsi_transport_srp.c:753
srp_start_tl_fail_timers m - drivers/scsi/scsi_transport_srp.c:502
srp_stop_rport_timers m - drivers/scsi/scsi_transport_srp.c:793
ssam_device_notifier_register c ssam_notifier_register include/linux/surface_aggregator/device.h:600
ssam_notifier_register m - drivers/platform/surface/aggregator/controller.c:2289
ssam_request_sync_wait s __wait_for_common include/linux/surface_aggregator/controller.h:204
ssb_driver_unregister c driver_unregister drivers/ssb/main.c:799
ssb_pcihost_unregister w klist_remove include/linux/ssb/ssb.h:635
ssc_free m - drivers/misc/atmel-ssc.c:66
ssc_request m - drivers/misc/atmel-ssc.c:26
st_accel_common_probe c devm_iio_device_register drivers/iio/accel/st_accel_core.c:1411
st_kim_stop c wait_for_completion_interruptible_timeout drivers/misc/ti-st/st_kim.c:522
st_magn_common_probe c devm_iio_device_register drivers/iio/magnetometer/st_magn_core.c:609
st_sensors_allocate_trigger c devm_request_threaded_irq drivers/iio/common/st_sensors/st_sensors_trigger.c:119
st_sensors_init_sensor c st_sensors_set_odr drivers/iio/common/st_sensors/st_sensors_core.c:334
st_sensors_power_enable c devm_regulator_bulk_get_enable drivers/iio/common/st_sensors/st_sensors_core.c:223
st_sensors_read_info_raw c iio_device_claim_direct_mode drivers/iio/common/st_sensors/st_sensors_core.c:537
st_sensors_set_odr m - drivers/iio/common/st_sensors/st_sensors_core.c:72
st_slim_rproc_alloc m rproc_add drivers/remoteproc/st_slim_rproc.c:222
st_slim_rproc_put m rproc_del drivers/remoteproc/st_slim_rproc.c:316
stack_depot_init m - lib/stackdepot.c:231
static_branch_dec c static_key_slow_dec include/linux/jump_label.h:522
static_branch_disable c static_key_disable include/linux/jump_label.h:531
static_branch_enable c static_key_enable include/linux/jump_label.h:530
static_branch_inc c static_key_slow_inc include/linux/jump_label.h:521
static_call_update c __static_call_update include/linux/static_call.h:152
static_key_disable s percpu_down_read kernel/jump_label.c:242
static_key_enable s percpu_down_read kernel/jump_label.c:217
static_key_slow_dec s percpu_down_read kernel/jump_label.c:330
static_key_slow_dec_deferred s percpu_down_read include/linux/jump_label_ratelimit.h:80
static_key_slow_inc s percpu_down_read kernel/jump_label.c:183
stm32_timers_dma_burst_read m - drivers/mfd/stm32-timers.c:49
stm_register_device c vzalloc drivers/hwtracing/stm/core.c:852
stm_source_register_device a - drivers/hwtracing/stm/core.c:1224
stm_source_unregister_device c device_unregister drivers/hwtracing/stm/core.c:1274
stm_unregister_device c pm_runtime_disable drivers/hwtracing/stm/core.c:929
stmpe811_adc_common_init m stmpe_set_bits drivers/mfd/stmpe.c:545
stmpe_block_read m - drivers/mfd/stmpe.c:216
stmpe_block_write m - drivers/mfd/stmpe.c:235
stmpe_disable m - drivers/mfd/stmpe.c:143
stmpe_enable m - drivers/mfd/stmpe.c:126
stmpe_reg_read m - drivers/mfd/stmpe.c:160
stmpe_reg_write m - drivers/mfd/stmpe.c:178
stmpe_set_altfunc m - drivers/mfd/stmpe.c:260
stmpe_set_bits m - drivers/mfd/stmpe.c:197
stop_core_cpuslocked m stop_cpus kernel/stop_machine.c:635
stratix10_svc_allocate_memory a - drivers/firmware/stratix10-svc.c:1059
stratix10_svc_send a - drivers/firmware/stratix10-svc.c:947
submit_bh a submit_bh_wbc fs/buffer.c:2705
subsys_interface_register m - drivers/base/bus.c:1025
subsys_interface_unregister m - drivers/base/bus.c:1052
subsys_system_register a bus_register drivers/base/bus.c:1142
subsys_virtual_register a bus_register drivers/base/bus.c:1160
sunxi_rsb_driver_register a bus_add_driver drivers/bus/sunxi-rsb.c:260
super_setup_bdi a bdi_alloc fs/super.c:1661
super_setup_bdi_name a bdi_alloc fs/super.c:1632
suspend_disable_secondary_cpus m cpu_maps_update_begin include/linux/cpu.h:165
suspend_set_ops m lock_system_sleep kernel/power/suspend.c:213
symbol_request c try_then_request_module include/linux/module.h:849
sync_dirty_buffer s lock_buffer fs/buffer.c:2756
sync_file_create a sync_file_alloc drivers/dma-buf/sync_file.c:65
synchronize_shrinkers r - mm/vmscan.c:778
synth_event_create a - kernel/trace/trace_events_synth.c:1489
synth_event_delete m - kernel/trace/trace_events_synth.c:1542
syscon_regmap_lookup_by_compatible m device_node_get_regmap drivers/mfd/syscon.c:238
syscon_regmap_lookup_by_phandle_args m device_node_get_regmap drivers/mfd/syscon.c:277
syscon_regmap_lookup_by_phandle_optional m device_node_get_regmap drivers/mfd/syscon.c:311
sysfb_disable m - drivers/firmware/sysfb.c:63
sysfs_add_file_to_group a __kernfs_new_node fs/sysfs/file.c:383
sysfs_add_link_to_group a __kernfs_new_node fs/sysfs/group.c:381
sysfs_change_owner r kernfs_setattr fs/sysfs/file.c:697
sysfs_chmod_file r kernfs_setattr fs/sysfs/file.c:417
sysfs_create_link_nowarn a __kernfs_new_node fs/sysfs/symlink.c:105
sysfs_create_mount_point a __kernfs_new_node fs/sysfs/dir.c:134
sysfs_file_change_owner r kernfs_setattr fs/sysfs/file.c:655
sysfs_group_change_owner r kernfs_setattr fs/sysfs/group.c:516
sysfs_remove_file_self r kernfs_remove_self fs/sysfs/file.c:508
sysfs_remove_mount_point r kernfs_remove_by_name_ns fs/sysfs/dir.c:155
sysfs_rename_link_ns r kernfs_find_and_get_ns fs/sysfs/symlink.c:166
tap_destroy_cdev c cdev_del drivers/net/tap.c:1369
target_backend_unregister m - drivers/target/target_core_hba.c:66
target_put_cmd_and_wait c wait_for_completion drivers/target/target_core_transport.c:2930
target_register_template a - drivers/target/target_core_configfs.c:446
target_submit s - drivers/target/target_core_transport.c:1797
target_submit_cmd c target_submit_prep drivers/target/target_core_transport.c:1862
target_unregister_template m - drivers/target/target_core_configfs.c:474
target_wait_for_cmds c wait_for_completion drivers/target/target_core_transport.c:3209
target_wait_for_sess_cmds c target_wait_for_cmds drivers/target/target_core_transport.c:3231
task_barrier_enter r - include/drm/task_barrier.h:78
task_barrier_exit r - include/drm/task_barrier.h:92
task_barrier_full r task_barrier_enter include/drm/task_barrier.h:101
task_cgroup_path m cgroup_lock kernel/cgroup/cgroup.c:2425
tb_property_copy_dir c tb_property_create_dir drivers/thunderbolt/property.c:532
tb_property_create_dir a - drivers/thunderbolt/property.c:262
tb_ring_free c flush_work drivers/thunderbolt/nhi.c:804
tb_ring_stop c flush_work drivers/thunderbolt/nhi.c:759
tb_unregister_property_dir m - drivers/thunderbolt/xdomain.c:2492
tb_unregister_protocol_handler m - drivers/thunderbolt/xdomain.c:653
tb_xdomain_find_by_route_locked m - include/linux/thunderbolt.h:299
tb_xdomain_find_by_uuid_locked m - include/linux/thunderbolt.h:287
tc3589x_reg_read c i2c_smbus_read_byte_data drivers/mfd/tc3589x.c:42
tc3589x_reg_write c i2c_smbus_write_byte_data drivers/mfd/tc3589x.c:61
tc3589x_set_bits m - drivers/mfd/tc3589x.c:123
tc_action_net_exit m rtnl_lock include/net/act_api.h:168
tc_action_net_init a - include/net/act_api.h:150
tc_register_driver c driver_register drivers/tc/tc-driver.c:28
tc_unregister_driver c driver_unregister drivers/tc/tc-driver.c:43
tcf_idr_cleanup m - net/sched/act_api.c:814
tcf_idr_create a - net/sched/act_api.c:743
tcf_idr_create_from_flags a tcf_idr_create net/sched/act_api.c:801
tcf_idr_search m - net/sched/act_api.c:664
tcf_register_action r register_pernet_subsys net/sched/act_api.c:974
tcp_sock_set_cork c lock_sock net/ipv4/tcp.c:3394
tcp_sock_set_nodelay c lock_sock net/ipv4/tcp.c:3418
tcpci_register_port a - drivers/usb/typec/tcpm/tcpci.c:759
tcpci_unregister_port c tcpm_unregister_port drivers/usb/typec/tcpm/tcpci.c:815
tcpm_register_port a - drivers/usb/typec/tcpm/tcpm.c:6599
tcpm_unregister_port c kthread_destroy_worker drivers/usb/typec/tcpm/tcpm.c:6709
team_mode_register a - drivers/net/team/team.c:428
tee_device_alloc a - drivers/tee/tee_core.c:880
tee_device_register c cdev_device_add drivers/tee/tee_core.c:993
tee_device_unregister c wait_for_completion drivers/tee/tee_core.c:1052
tee_shm_free c tee_shm_put drivers/tee/tee_shm.c:430
tee_shm_put m - drivers/tee/tee_shm.c:507
teedev_open a - drivers/tee/tee_core.c:47
tegra_bpmp_mrq_is_supported c tegra_bpmp_transfer drivers/firmware/tegra/bpmp.c:497
tegra_bpmp_request_mrq a - drivers/firmware/tegra/bpmp.c:452
tegra_bpmp_transfer c wait_for_completion_timeout drivers/firmware/tegra/bpmp.c:349
tegra_io_pad_power_disable m - drivers/soc/tegra/pmc.c:1675
tegra_io_pad_power_enable m - drivers/soc/tegra/pmc.c:1639
tegra_io_rail_power_off m tegra_io_pad_power_disable drivers/soc/tegra/pmc.c:1810
tegra_io_rail_power_on m tegra_io_pad_power_enable drivers/soc/tegra/pmc.c:1798
tegra_mipi_disable m - drivers/gpu/host1x/mipi.c:280
tegra_powergate_power_off m tegra_powergate_set drivers/soc/tegra/pmc.c:941
tegra_powergate_power_on m tegra_powergate_set drivers/soc/tegra/pmc.c:928
tegra_powergate_remove_clamping m __tegra_powergate_remove_clamping drivers/soc/tegra/pmc.c:967
tegra_powergate_sequence_power_up a - drivers/soc/tegra/pmc.c:984
thaw_bdev m - block/bdev.c:293
thaw_super r - fs/super.c:1856
thermal_cooling_device_register a __thermal_cooling_device_register drivers/thermal/thermal_core.c:962
thermal_cooling_device_unregister m - drivers/thermal/thermal_core.c:1059
thermal_of_zone_register a - drivers/thermal/thermal_of.c:593
thermal_of_zone_unregister m thermal_zone_device_set_mode drivers/thermal/thermal_of.c:559
thermal_zone_bind_cooling_device a - drivers/thermal/thermal_core.c:596
thermal_zone_device_disable m thermal_zone_device_set_mode drivers/thermal/thermal_core.c:444
thermal_zone_device_enable m thermal_zone_device_set_mode drivers/thermal/thermal_core.c:438
thermal_zone_device_register_with_trips a - drivers/thermal/thermal_core.c:1182
thermal_zone_get_zone_by_name m - drivers/thermal/thermal_core.c:1422
thermal_zone_unbind_cooling_device m - drivers/thermal/thermal_core.c:718
ti_sci_get_by_phandle m - drivers/firmware/ti_sci.c:2995
ti_sci_get_handle m - drivers/firmware/ti_sci.c:2872
ti_sci_put_handle m - drivers/firmware/ti_sci.c:2920
tifm_alloc_adapter a - drivers/misc/tifm_core.c:174
tifm_register_driver a bus_add_driver drivers/misc/tifm_core.c:313
tifm_remove_adapter m device_lock drivers/misc/tifm_core.c:217
tifm_unregister_driver w klist_remove drivers/misc/tifm_core.c:321
topology_clear_scale_freq_source s rcu_blocking_is_gp drivers/base/arch_topology.c:90
torture_cleanup_begin m - kernel/torture.c:857
torture_cleanup_end m - kernel/torture.c:876
torture_init_begin m - kernel/torture.c:815
torture_init_end r __blocking_notifier_chain_register kernel/torture.c:835
torture_shuffle_init a - kernel/torture.c:566
torture_shuffle_task_register a - kernel/torture.c:483
tpm2_flush_context a tpm_buf_init drivers/char/tpm/tpm2-cmd.c:348
tpm_buf_init a - include/linux/tpm.h:340
tpm_default_chip m - drivers/char/tpm/tpm-chip.c:196
tpm_try_get_ops r - drivers/char/tpm/tpm-chip.c:152
tps65010_config_vdcdc2 m - drivers/mfd/tps65010.c:943
tps65010_config_vregs1 m - drivers/mfd/tps65010.c:915
tps65010_set_gpio_out_value m - drivers/mfd/tps65010.c:713
tps65010_set_led m - drivers/mfd/tps65010.c:758
tps65010_set_low_pwr m - drivers/mfd/tps65010.c:868
tps65010_set_vib m - drivers/mfd/tps65010.c:840
tps65013_set_low_pwr m - drivers/mfd/tps65010.c:979
tps65218_clear_bits m tps65218_update_bits drivers/mfd/tps65218.c:111
tps65218_set_bits m tps65218_update_bits drivers/mfd/tps65218.c:104
tps6586x_irq_get_virq m irq_create_mapping_affinity drivers/mfd/tps6586x.c:201
tps65912_device_exit m irq_domain_remove drivers/mfd/tps65912-core.c:110
tps65912_device_init a regmap_add_irq_chip_fwnode drivers/mfd/tps65912-core.c:89
trace_add_event_call m - kernel/trace/trace_events.c:3105
trace_array_destroy m - kernel/trace/trace.c:9682
trace_array_get_by_name m - kernel/trace/trace.c:9617
trace_array_set_clr_event m __ftrace_set_clr_event kernel/trace/trace_events.c:1302
trace_event_raw_init r register_trace_event kernel/trace/trace_events.c:594
trace_get_event_file m - kernel/trace/trace_events.c:3356
trace_put_event_file m - kernel/trace/trace_events.c:3411
trace_remove_event_call m - kernel/trace/trace_events.c:3176
trace_seq_to_user u seq_buf_to_user kernel/trace/trace_seq.c:370
trace_set_clr_event m __ftrace_set_clr_event kernel/trace/trace_events.c:1278
tracepoint_probe_register m tracepoint_probe_register_prio kernel/tracepoint.c:531
tracepoint_probe_register_may_exist m tracepoint_probe_register_prio_may_exist include/linux/tracepoint.h:49
tracepoint_probe_register_prio m - kernel/tracepoint.c:503
tracepoint_probe_register_prio_may_exist m - kernel/tracepoint.c:474
tracepoint_probe_unregister m - kernel/tracepoint.c:545
tracepoint_synchronize_unregister s __wait_for_common include/linux/tracepoint.h:91
transport_add_device m attribute_container_device_trigger_safe drivers/base/transport_class.c:194
transport_alloc_session a - drivers/target/target_core_transport.c:289
transport_backend_register a - drivers/target/target_core_hba.c:38
transport_class_register c class_register drivers/base/transport_class.c:51
transport_class_unregister c class_unregister drivers/base/transport_class.c:65
transport_configure_device m attribute_container_device_trigger drivers/base/transport_class.c:227
transport_container_register m attribute_container_register include/linux/transport_class.h:90
transport_container_unregister m attribute_container_unregister include/linux/transport_class.h:95
transport_destroy_device m attribute_container_remove_device drivers/base/transport_class.c:295
transport_handle_cdb_direct s - drivers/target/target_core_transport.c:1584
transport_register_device m attribute_container_add_device include/linux/transport_class.h:71
transport_remove_device m attribute_container_device_trigger drivers/base/transport_class.c:266
transport_setup_device m attribute_container_add_device drivers/base/transport_class.c:148
transport_unregister_device m attribute_container_remove_device include/linux/transport_class.h:84
truncate_pagecache r i_mmap_lock_read mm/truncate.c:761
truncate_setsize r i_mmap_lock_read mm/truncate.c:794
try_then_request_module c __request_module include/linux/kmod.h:27
try_to_freeze s - include/linux/freezer.h:51
ts_nbus_read m - drivers/bus/ts-nbus.c:196
ts_nbus_write m - drivers/bus/ts-nbus.c:243
ttm_bo_init_validate c ttm_bo_init_reserved drivers/gpu/drm/ttm/ttm_bo.c:1065
ttm_bo_lock_delayed_workqueue c cancel_delayed_work_sync drivers/gpu/drm/ttm/ttm_bo.c:424
ttm_bo_reserve_slowpath m ww_mutex_lock_slow include/drm/ttm/ttm_bo_driver.h:139
ttm_bo_vm_dummy_page a - drivers/gpu/drm/ttm/ttm_bo_vm.c:289
ttm_device_fini m - drivers/gpu/drm/ttm/ttm_device.c:237
ttm_device_init m - drivers/gpu/drm/ttm/ttm_device.c:203
ttm_resource_manager_create_debugfs c debugfs_create_file drivers/gpu/drm/ttm/ttm_resource.c:758
tty_dev_name_to_number m - drivers/tty/tty_io.c:336
tty_do_resize m - drivers/tty/tty_io.c:2325
tty_find_polling_driver m - drivers/tty/tty_io.c:383
tty_init_dev c tty_lock drivers/tty/tty_io.c:1394
tty_kopen_exclusive m tty_kopen drivers/tty/tty_io.c:2002
tty_kopen_shared m tty_kopen drivers/tty/tty_io.c:2017
tty_ldisc_flush m tty_buffer_flush drivers/tty/tty_ldisc.c:385
tty_perform_flush s ldsem_down_read drivers/tty/tty_ioctl.c:940
tty_port_close_end m tty_buffer_flush drivers/tty/tty_port.c:708
tty_port_hangup m - drivers/tty/tty_port.c:400
tty_port_tty_vhangup m - drivers/tty/tty_port.c:441
tty_port_unregister_device m device_lock drivers/tty/tty_port.c:232
tty_register_device_attr a - drivers/tty/tty_io.c:3232
tty_release_struct m - drivers/tty/tty_io.c:1686
tty_set_ldisc a tty_ldisc_get drivers/tty/tty_ldisc.c:520
tty_unthrottle r - drivers/tty/tty_ioctl.c:113
tveeprom_read c i2c_master_send drivers/media/common/tveeprom.c:738
twl4030_audio_disable_resource m - drivers/mfd/twl4030-audio.c:107
twl4030_audio_enable_resource m - drivers/mfd/twl4030-audio.c:78
twl6040_power m - drivers/mfd/twl6040.c:273
twl6040_set_pll m - drivers/mfd/twl6040.c:371
typec_mux_register a - drivers/usb/typec/mux.c:453
typec_register_partner a - drivers/usb/typec/class.c:858
typec_register_port a - drivers/usb/typec/class.c:2201
typec_set_orientation c kobject_uevent drivers/usb/typec/class.c:1977
typec_switch_register a - drivers/usb/typec/mux.c:165
typec_unregister_altmode c device_unregister drivers/usb/typec/class.c:588
uacce_alloc a - drivers/misc/uacce/uacce.c:474
uacce_register a cdev_alloc drivers/misc/uacce/uacce.c:521
uacce_remove m - drivers/misc/uacce/uacce.c:547
ubi_flush r ubi_wl_flush drivers/mtd/ubi/kapi.c:785
ubi_leb_map a ubi_eba_write_leb drivers/mtd/ubi/kapi.c:696
ubi_open_volume a - drivers/mtd/ubi/kapi.c:114
ubi_unregister_volume_notifier r blocking_notifier_chain_unregister drivers/mtd/ubi/kapi.c:850
ucb1400_adc_read c schedule_timeout_uninterruptible drivers/mfd/ucb1400_core.c:25
ucb1x00_adc_enable m - drivers/mfd/ucb1x00-core.c:211
ucb1x00_adc_read w - drivers/mfd/ucb1x00-core.c:237
ucb1x00_register_driver m - drivers/mfd/ucb1x00-core.c:636
ucb1x00_unregister_driver m - drivers/mfd/ucb1x00-core.c:650
udp_tunnel_sock_release c synchronize_rcu net/ipv4/udp_tunnel_core.c:176
ufshcd_alloc_host c scsi_host_alloc drivers/ufs/core/ufshcd.c:9716
ufshcd_get_vreg c devm_regulator_get drivers/ufs/core/ufshcd.c:8548
ufshcd_init c create_singlethread_workqueue drivers/ufs/core/ufshcd.c:9778
ufshcd_remove c blk_mq_destroy_queue drivers/ufs/core/ufshcd.c:9659
ufshcd_write_ee_control m - drivers/ufs/core/ufshcd.c:5502
uio_register_device c __uio_register_device include/linux/uio_driver.h:128
uio_unregister_device m - drivers/uio/uio.c:1049
ulpi_phy_create a phy_create_lookup include/linux/phy/ulpi_phy.h:9
ulpi_phy_destroy m device_lock include/linux/phy/ulpi_phy.h:28
umd_load_blob a alloc_fs_context kernel/usermode_driver.c:60
unbind_from_irqhandler c free_irq drivers/xen/events/events_base.c:1560
unmap_mapping_pages r i_mmap_lock_read mm/memory.c:3599
unmap_mapping_range r i_mmap_lock_read mm/memory.c:3635
unpoison_memory m - mm/memory-failure.c:2355
unregister_acpi_hed_notifier r blocking_notifier_chain_unregister drivers/acpi/hed.c:34
unregister_acpi_notifier r blocking_notifier_chain_unregister drivers/acpi/event.c:46
unregister_asymmetric_key_parser r - crypto/asymmetric_keys/asymmetric_type.c:668
unregister_candev c unregister_netdev drivers/net/can/dev/dev.c:540
unregister_cdrom m - drivers/cdrom/cdrom.c:655
unregister_die_notifier s rcu_blocking_is_gp kernel/notifier.c:603
unregister_fib_notifier s rcu_blocking_is_gp net/core/fib_notifier.c:121
unregister_fprobe m unregister_ftrace_function kernel/trace/fprobe.c:312
unregister_framebuffer m - drivers/video/fbdev/core/fbmem.c:1757
unregister_ftrace_direct m - kernel/trace/ftrace.c:5434
unregister_ftrace_direct_multi m - kernel/trace/ftrace.c:5764
unregister_ftrace_export m - kernel/trace/trace.c:415
unregister_ftrace_function m - kernel/trace/ftrace.c:8363
unregister_hdlc_device c rtnl_lock drivers/net/wan/hdlc.c:263
unregister_hdlc_protocol c rtnl_lock drivers/net/wan/hdlc.c:332
unregister_hw_breakpoint m perf_event_release_kernel kernel/events/hw_breakpoint.c:853
unregister_inet6addr_notifier c atomic_notifier_chain_unregister net/ipv6/addrconf_core.c:101
unregister_inet6addr_validator_notifier c blocking_notifier_chain_unregister net/ipv6/addrconf_core.c:119
unregister_inetaddr_notifier c blocking_notifier_chain_unregister net/ipv4/devinet.c:1473
unregister_inetaddr_validator_notifier c blocking_notifier_chain_unregister net/ipv4/devinet.c:1485
unregister_keyboard_notifier s rcu_blocking_is_gp drivers/tty/vt/keyboard.c:169
unregister_memory_notifier r blocking_notifier_chain_unregister drivers/base/memory.c:99
unregister_mii_timestamper m - drivers/net/phy/mii_timestamper.c:109
unregister_mii_tstamp_controller m - drivers/net/phy/mii_timestamper.c:52
unregister_module_notifier r blocking_notifier_chain_unregister kernel/module/main.c:137
unregister_mtd_user m - drivers/mtd/mtdcore.c:1165
unregister_net_sysctl_table c unregister_sysctl_table net/sysctl_net.c:172
unregister_netdevice_notifier_dev_net m rtnl_lock net/core/dev.c:1965
unregister_netdevice_notifier_net m rtnl_lock net/core/dev.c:1936
unregister_netevent_notifier s rcu_blocking_is_gp net/core/netevent.c:44
unregister_nexthop_notifier c rtnl_lock net/ipv4/nexthop.c:3664
unregister_oom_notifier r blocking_notifier_chain_unregister mm/oom_kill.c:1101
unregister_pernet_device r - net/core/net_namespace.c:1386
unregister_pernet_subsys r - net/core/net_namespace.c:1338
unregister_pm_notifier r blocking_notifier_chain_unregister kernel/power/main.c:80
unregister_random_vmfork_notifier r blocking_notifier_chain_unregister drivers/char/random.c:966
unregister_restart_handler s rcu_blocking_is_gp kernel/reboot.c:207
unregister_rpmsg_driver w klist_remove drivers/rpmsg/rpmsg_core.c:674
unregister_sifive_ccache_error_notifier s rcu_blocking_is_gp drivers/soc/sifive/sifive_ccache.c:121
unregister_switchdev_blocking_notifier c rtnl_lock net/switchdev/switchdev.c:441
unregister_switchdev_notifier c atomic_notifier_chain_unregister net/switchdev/switchdev.c:404
unregister_syscore_ops m - drivers/base/syscore.c:33
unregister_sysrq_key s rcu_blocking_is_gp drivers/tty/sysrq.c:1146
unregister_trace_event r - kernel/trace/trace_output.c:830
unregister_tracepoint_module_notifier m - kernel/tracepoint.c:615
unregister_virtio_device m device_lock drivers/virtio/virtio.c:508
unregister_virtio_driver w klist_remove drivers/virtio/virtio.c:390
unregister_vmap_purge_notifier r blocking_notifier_chain_unregister mm/vmalloc.c:1748
unregister_vmcore_cb s __wait_for_common fs/proc/vmcore.c:87
unregister_vt_notifier s rcu_blocking_is_gp drivers/tty/vt/vt.c:255
unregister_xenbus_watch r - drivers/xen/xenbus/xenbus_xs.c:809
unshare_fs_struct a copy_fs_struct fs/fs_struct.c:134
uprobe_register r __uprobe_register kernel/events/uprobes.c:1197
uprobe_register_refctr r __uprobe_register kernel/events/uprobes.c:1204
uprobe_unregister r - kernel/events/uprobes.c:1110
usb_add_gadget a - drivers/usb/gadget/udc/core.c:1409
usb_add_gadget_udc_release a usb_add_gadget drivers/usb/gadget/udc/core.c:1510
usb_alloc_dev a - drivers/usb/core/usb.c:650
usb_bulk_msg_killable a - drivers/usb/core/message.c:421
usb_composite_probe c usb_gadget_register_driver drivers/usb/gadget/composite.c:2578
usb_composite_unregister w klist_remove drivers/usb/gadget/composite.c:2606
usb_copy_descriptors a - drivers/usb/gadget/config.c:122
usb_create_shared_hcd a __usb_create_hcd drivers/usb/core/hcd.c:2655
usb_del_gadget m - drivers/usb/gadget/udc/core.c:1574
usb_deregister_device_driver w klist_remove drivers/usb/core/driver.c:1022
usb_disconnect c pm_runtime_barrier drivers/usb/core/hub.c:2294
usb_driver_set_configuration a - drivers/usb/core/message.c:2307
usb_function_register m - drivers/usb/gadget/functions.c:91
usb_function_unregister m - drivers/usb/gadget/functions.c:111
usb_gadget_register_driver c usb_gadget_register_driver_owner include/linux/usb/gadget.h:806
usb_get_function_instance m try_get_usb_function_instance drivers/usb/gadget/functions.c:39
usb_get_gadget_udc_name m - drivers/usb/gadget/udc/core.c:1535
usb_get_ptm_status a usb_get_status include/linux/usb.h:1827
usb_get_std_status a usb_get_status include/linux/usb.h:1820
usb_gstrings_attach a copy_gadget_strings drivers/usb/gadget/composite.c:1465
usb_hcd_flush_endpoint s - drivers/usb/core/hcd.c:1787
usb_hcd_pci_probe a __usb_create_hcd drivers/usb/core/hcd-pci.c:172
usb_hcd_pci_remove c pci_disable_device drivers/usb/core/hcd-pci.c:311
usb_hcd_setup_local_mem a devm_gen_pool_create drivers/usb/core/hcd.c:3122
usb_lock_device_interruptible c device_lock_interruptible include/linux/usb.h:744
usb_otg_descriptor_alloc a - drivers/usb/gadget/config.c:215
usb_phy_generic_register c platform_device_register_simple drivers/usb/phy/phy-generic.c:33
usb_phy_generic_unregister c platform_device_unregister drivers/usb/phy/phy-generic.c:40
usb_power_delivery_link_device c sysfs_create_link drivers/usb/typec/pd.c:660
usb_power_delivery_register a - drivers/usb/typec/pd.c:605
usb_power_delivery_register_capabilities a - drivers/usb/typec/pd.c:475
usb_power_delivery_unregister c device_unregister drivers/usb/typec/pd.c:643
usb_power_delivery_unregister_capabilities c device_unregister drivers/usb/typec/pd.c:515
usb_register c usb_register_driver include/linux/usb.h:1287
usb_register_device_driver a bus_add_driver drivers/usb/core/driver.c:980
usb_register_notify r __blocking_notifier_chain_register drivers/usb/core/notify.c:29
usb_role_switch_get_role m - drivers/usb/roles/class.c:75
usb_role_switch_register a - drivers/usb/roles/class.c:331
usb_serial_generic_tiocmiwait w - drivers/usb/serial/generic.c:535
usb_serial_generic_unthrottle a - drivers/usb/serial/generic.c:490
usb_serial_generic_wait_until_sent m - drivers/usb/serial/generic.c:268
usb_serial_port_get_by_minor m - drivers/usb/serial/usb-serial.c:61
usb_store_new_id a - drivers/usb/core/driver.c:42
usb_unlocked_disable_lpm m - drivers/usb/core/hub.c:4448
usb_unlocked_enable_lpm m - drivers/usb/core/hub.c:4511
usb_unregister_notifier s rcu_blocking_is_gp include/linux/usb/phy.h:345
usb_unregister_notify r blocking_notifier_chain_unregister drivers/usb/core/notify.c:42
usbnet_cdc_bind a usb_string drivers/net/usb/cdc_ether.c:442
usbnet_cdc_update_filter a usb_control_msg drivers/net/usb/cdc_ether.c:66
usbnet_disconnect s usb_kill_urb drivers/net/usb/usbnet.c:1627
usbnet_ether_cdc_bind a usb_control_msg drivers/net/usb/cdc_ether.c:340
usbnet_get_ethernet_addr a usb_string drivers/net/usb/usbnet.c:160
usbnet_read_cmd a usb_control_msg drivers/net/usb/usbnet.c:2105
usbnet_read_cmd_nopm a usb_control_msg drivers/net/usb/usbnet.c:2141
user_path_at s strncpy_from_user include/linux/namei.h:54
user_path_at_empty s strncpy_from_user fs/namei.c:2952
usermodehelper_disable r __usermodehelper_disable include/linux/umh.h:56
usermodehelper_enable r __usermodehelper_set_disable_depth include/linux/umh.h:61
usermodehelper_read_lock_wait r - kernel/umh.c:243
usermodehelper_read_trylock r - kernel/umh.c:213
uverbs_alloc a - include/rdma/uverbs_ioctl.h:863
uverbs_copy_to u - drivers/infiniband/core/uverbs_ioctl.c:731
uverbs_copy_to_struct_or_zero u uverbs_copy_to drivers/infiniband/core/uverbs_ioctl.c:810
uverbs_zalloc a - include/rdma/uverbs_ioctl.h:869
v4l2_async_nf_add_fwnode c __v4l2_async_nf_add_fwnode include/media/v4l2-async.h:180
v4l2_async_nf_add_fwnode_remote c __v4l2_async_nf_add_fwnode_remote include/media/v4l2-async.h:207
v4l2_async_nf_cleanup m - drivers/media/v4l2-core/v4l2-async.c:656
v4l2_async_nf_register m __v4l2_async_nf_register drivers/media/v4l2-core/v4l2-async.c:574
v4l2_async_nf_unregister m - drivers/media/v4l2-core/v4l2-async.c:624
v4l2_async_register_subdev m - drivers/media/v4l2-core/v4l2-async.c:758
v4l2_async_register_subdev_sensor a - drivers/media/v4l2-core/v4l2-fwnode.c:1288
v4l2_async_subdev_nf_register m __v4l2_async_nf_register drivers/media/v4l2-core/v4l2-async.c:592
v4l2_async_unregister_subdev m - drivers/media/v4l2-core/v4l2-async.c:826
v4l2_ctrl_g_ctrl_int64 m v4l2_ctrl_lock drivers/media/v4l2-core/v4l2-ctrls-api.c:864
v4l2_ctrl_grab m v4l2_ctrl_lock include/media/v4l2-ctrls.h:895
v4l2_ctrl_handler_free m - drivers/media/v4l2-core/v4l2-ctrls-core.c:1342
v4l2_ctrl_handler_init c v4l2_ctrl_handler_init_class include/media/v4l2-ctrls.h:532
v4l2_ctrl_handler_init_class a - drivers/media/v4l2-core/v4l2-ctrls-core.c:1323
v4l2_ctrl_handler_log_status m - drivers/media/v4l2-core/v4l2-ctrls-core.c:2310
v4l2_ctrl_modify_dimensions m v4l2_ctrl_lock include/media/v4l2-ctrls.h:999
v4l2_ctrl_modify_range m v4l2_ctrl_lock include/media/v4l2-ctrls.h:946
v4l2_ctrl_new_custom a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1783
v4l2_ctrl_new_int_menu a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1936
v4l2_ctrl_new_std a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1827
v4l2_ctrl_new_std_compound a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1915
v4l2_ctrl_new_std_menu a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1849
v4l2_ctrl_new_std_menu_items a v4l2_ctrl_new drivers/media/v4l2-core/v4l2-ctrls-core.c:1882
v4l2_ctrl_request_complete m - drivers/media/v4l2-core/v4l2-ctrls-request.c:324
v4l2_ctrl_s_ctrl_compound m v4l2_ctrl_lock include/media/v4l2-ctrls.h:1230
v4l2_ctrl_s_ctrl_int64 m v4l2_ctrl_lock include/media/v4l2-ctrls.h:1151
v4l2_ctrl_s_ctrl_string m v4l2_ctrl_lock include/media/v4l2-ctrls.h:1189
v4l2_ctrl_subdev_log_status m v4l2_ctrl_handler_log_status drivers/media/v4l2-core/v4l2-ctrls-api.c:1217
v4l2_event_subscribe a - drivers/media/v4l2-core/v4l2-event.c:223
v4l2_fh_open a - drivers/media/v4l2-core/v4l2-fh.c:55
v4l2_flash_indicator_init a __v4l2_flash_init drivers/media/v4l2-core/v4l2-flash-led-class.c:717
v4l2_flash_init a __v4l2_flash_init drivers/media/v4l2-core/v4l2-flash-led-class.c:707
v4l2_flash_release m v4l2_async_unregister_subdev drivers/media/v4l2-core/v4l2-flash-led-class.c:726
v4l2_fwnode_connector_add_link a - drivers/media/v4l2-core/v4l2-fwnode.c:715
v4l2_g_ctrl m v4l2_ctrl_lock drivers/media/v4l2-core/v4l2-ctrls-api.c:765
v4l2_h264_build_b_ref_lists a format_ref_list_b drivers/media/v4l2-core/v4l2-h264.c:423
v4l2_h264_build_p_ref_list a format_ref_list_p drivers/media/v4l2-core/v4l2-h264.c:393
v4l2_m2m_ctx_init a - drivers/media/v4l2-core/v4l2-mem2mem.c:1244
v4l2_m2m_ctx_release m vb2_core_queue_release drivers/media/v4l2-core/v4l2-mem2mem.c:1291
v4l2_m2m_dqbuf w __vb2_wait_for_done_vb drivers/media/v4l2-core/v4l2-mem2mem.c:800
v4l2_m2m_fop_mmap m vb2_mmap drivers/media/v4l2-core/v4l2-mem2mem.c:1623
v4l2_m2m_get_unmapped_area m vb2_get_unmapped_area drivers/media/v4l2-core/v4l2-mem2mem.c:1003
v4l2_m2m_init a - drivers/media/v4l2-core/v4l2-mem2mem.c:1197
v4l2_m2m_ioctl_dqbuf w __vb2_wait_for_done_vb drivers/media/v4l2-core/v4l2-mem2mem.c:1427
v4l2_m2m_mmap m vb2_mmap drivers/media/v4l2-core/v4l2-mem2mem.c:985
v4l2_m2m_register_media_controller a v4l2_m2m_register_entity drivers/media/v4l2-core/v4l2-mem2mem.c:1105
v4l2_m2m_unregister_media_controller c media_remove_intf_links drivers/media/v4l2-core/v4l2-mem2mem.c:1024
v4l2_pipeline_pm_get m v4l2_pipeline_pm_use drivers/media/v4l2-core/v4l2-mc.c:543
v4l2_pipeline_pm_put m v4l2_pipeline_pm_use drivers/media/v4l2-core/v4l2-mc.c:549
v4l2_query_ext_ctrl m - drivers/media/v4l2-core/v4l2-ctrls-api.c:1025
v4l2_queryctrl m v4l2_query_ext_ctrl drivers/media/v4l2-core/v4l2-ctrls-api.c:1122
v4l2_s_ctrl m v4l2_ctrl_lock drivers/media/v4l2-core/v4l2-ctrls-api.c:827
v4l2_simplify_fraction a - drivers/media/v4l2-core/v4l2-common.c:496
v4l2_subdev_lock_state m - include/media/v4l2-subdev.h:1277
v4l_enable_media_source m - drivers/media/v4l2-core/v4l2-mc.c:269
vb2_core_create_bufs m - drivers/media/common/videobuf2/videobuf2-core.c:923
vb2_core_dqbuf w __vb2_wait_for_done_vb drivers/media/common/videobuf2/videobuf2-core.c:1954
vb2_core_queue_release m - drivers/media/common/videobuf2/videobuf2-core.c:2472
vb2_create_framevec a frame_vector_create drivers/media/common/videobuf2/videobuf2-memops.c:36
vb2_dqbuf w __vb2_wait_for_done_vb drivers/media/common/videobuf2/videobuf2-v4l2.c:823
vb2_dvb_alloc_frontend a - drivers/media/common/videobuf2/videobuf2-dvb.c:296
vb2_dvb_dealloc_frontends m - drivers/media/common/videobuf2/videobuf2-dvb.c:315
vb2_dvb_find_frontend m - drivers/media/common/videobuf2/videobuf2-dvb.c:273
vb2_dvb_get_frontend m - drivers/media/common/videobuf2/videobuf2-dvb.c:251
vb2_dvb_register_bus m vb2_dvb_get_frontend drivers/media/common/videobuf2/videobuf2-dvb.c:192
vb2_dvb_unregister_bus m vb2_dvb_dealloc_frontends drivers/media/common/videobuf2/videobuf2-dvb.c:243
vb2_fop_get_unmapped_area m vb2_get_unmapped_area drivers/media/common/videobuf2/videobuf2-v4l2.c:1216
vb2_fop_mmap m vb2_mmap drivers/media/common/videobuf2/videobuf2-v4l2.c:1104
vb2_get_unmapped_area m - drivers/media/common/videobuf2/videobuf2-core.c:2383
vb2_ioctl_dqbuf w __vb2_wait_for_done_vb drivers/media/common/videobuf2/videobuf2-v4l2.c:1062
vb2_mmap m - drivers/media/common/videobuf2/videobuf2-core.c:2311
vb2_ops_wait_finish m - drivers/media/common/videobuf2/videobuf2-v4l2.c:1272
vb2_thread_start a - drivers/media/common/videobuf2/videobuf2-core.c:3020
vb2_thread_stop s __wait_for_common drivers/media/common/videobuf2/videobuf2-core.c:3060
vdpa_mgmtdev_register r - drivers/vdpa/vdpa.c:332
vdpa_mgmtdev_unregister r - drivers/vdpa/vdpa.c:355
vdpa_reset r - include/linux/vdpa.h:436
vdpa_set_features r - include/linux/vdpa.h:459
vfio_alloc_device c _vfio_alloc_device include/linux/vfio.h:172
vfio_assign_device_set a - drivers/vfio/vfio_main.c:57
vfio_file_iommu_group m - drivers/vfio/vfio_main.c:1589
vfio_info_add_capability a vfio_info_cap_add drivers/vfio/vfio_main.c:1749
vfio_info_cap_add a - drivers/vfio/vfio_main.c:1705
vfio_init_device a - drivers/vfio/vfio_main.c:405
vfio_pci_core_aer_err_detected m - drivers/vfio/pci/vfio_pci_core.c:2224
vfio_pci_core_close_device m - drivers/vfio/pci/vfio_pci_core.c:682
vfio_pci_core_disable r vfio_pci_runtime_pm_exit drivers/vfio/pci/vfio_pci_core.c:556
vfio_pci_core_enable a vfio_config_init drivers/vfio/pci/vfio_pci_core.c:468
vfio_pci_core_register_dev_region a - drivers/vfio/pci/vfio_pci_core.c:846
vfio_pci_core_request m - drivers/vfio/pci/vfio_pci_core.c:1798
vfio_pci_core_unregister_device m vfio_unregister_group_dev drivers/vfio/pci/vfio_pci_core.c:2208
vfio_register_emulated_iommu_dev a iommu_group_alloc drivers/vfio/vfio_main.c:595
vfio_register_group_dev m __vfio_register_dev drivers/vfio/vfio_main.c:584
vfio_unregister_group_dev m - drivers/vfio/vfio_main.c:634
vfio_virqfd_disable c flush_workqueue drivers/vfio/virqfd.c:206
vfio_virqfd_enable a - drivers/vfio/virqfd.c:114
vfs_create_mount a alloc_vfsmnt fs/namespace.c:1014
vfs_dedupe_file_range_one s percpu_down_read fs/remap_range.c:439
vfs_dup_fs_context a - fs/fs_context.c:360
vfs_fileattr_set r inode_lock fs/ioctl.c:668
vfs_kern_mount a alloc_fs_context fs/namespace.c:1057
vfs_link r inode_lock fs/namei.c:4606
vfs_lstat s strncpy_from_user include/linux/fs.h:3454
vfs_removexattr r inode_lock fs/xattr.c:527
vfs_rmdir r inode_lock fs/namei.c:4223
vfs_set_acl_prepare a make_posix_acl fs/posix_acl.c:988
vfs_setxattr r inode_lock fs/xattr.c:292
vfs_stat s strncpy_from_user include/linux/fs.h:3450
vfs_submount a alloc_fs_context fs/namespace.c:1088
vfs_tmpfile_open a __alloc_file fs/namei.c:3762
vfs_truncate s percpu_down_read fs/open.c:70
vfs_unlink r inode_lock fs/namei.c:4354
vga_get w - drivers/pci/vgaarb.c:423
vga_switcheroo_client_fb_set m - drivers/gpu/vga/vga_switcheroo.c:527
vga_switcheroo_process_delayed_switch m - drivers/gpu/vga/vga_switcheroo.c:936
vga_switcheroo_register_handler m - drivers/gpu/vga/vga_switcheroo.c:235
vga_switcheroo_unregister_client m - drivers/gpu/vga/vga_switcheroo.c:498
vga_switcheroo_unregister_handler m - drivers/gpu/vga/vga_switcheroo.c:261
vhost_iotlb_alloc a - drivers/vhost/iotlb.c:171
viafb_i2c_readbyte c i2c_transfer drivers/video/fbdev/via/via_i2c.c:107
viafb_i2c_writebyte c i2c_transfer drivers/video/fbdev/via/via_i2c.c:131
viafb_pm_register m - drivers/video/fbdev/via/via-core.c:565
video_device_alloc a - drivers/media/v4l2-core/v4l2-dev.c:145
video_device_pipeline_stop c media_pipeline_stop drivers/media/v4l2-core/v4l2-dev.c:1127
video_register_device m __video_register_device include/media/v4l2-dev.h:379
video_register_device_no_warn m __video_register_device include/media/v4l2-dev.h:407
virtio_add_status s - drivers/virtio/virtio.c:163
virtio_cread16 s - include/linux/virtio_config.h:542
virtio_cread32 s - include/linux/virtio_config.h:562
virtio_cread64 s __virtio_cread_many include/linux/virtio_config.h:582
virtio_cread_bytes s __virtio_cread_many include/linux/virtio_config.h:519
virtio_cwrite16 s - include/linux/virtio_config.h:552
virtio_cwrite32 s - include/linux/virtio_config.h:572
virtio_cwrite64 s - include/linux/virtio_config.h:591
virtio_cwrite8 s - include/linux/virtio_config.h:535
virtio_device_restore s virtio_add_status drivers/virtio/virtio.c:539
virtio_dma_buf_export a dma_buf_export drivers/virtio/virtio_dma_buf.c:20
vlan_ioctl_set m - net/socket.c:1185
vma_adjust a __vma_adjust include/linux/mm.h:2807
vmbus_allocate_mmio m - drivers/hv/vmbus_drv.c:2183
vmbus_free_mmio m - drivers/hv/vmbus_drv.c:2262
vmbus_teardown_gpadl a - drivers/hv/channel.c:845
vmci_datagram_destroy_handle s __wait_for_common drivers/misc/vmw_vmci/vmci_datagram.c:461
vmci_event_unsubscribe m - drivers/misc/vmw_vmci/vmci_event.c:203
vmci_register_vsock_callback m - drivers/misc/vmw_vmci/vmci_driver.c:61
vmcore_add_device_dump m - fs/proc/vmcore.c:1478
vp_legacy_remove m iounmap drivers/virtio/virtio_pci_legacy_dev.c:69
vp_modern_remove m iounmap drivers/virtio/virtio_pci_modern_dev.c:358
vring_create_virtqueue a __vring_new_virtqueue drivers/virtio/virtio_ring.c:2551
vring_new_virtqueue a __vring_new_virtqueue drivers/virtio/virtio_ring.c:2693
vx_send_msg m - sound/drivers/vx/vx_core.c:346
vx_send_rih m - sound/drivers/vx/vx_core.c:409
w1_add_master_device m - drivers/w1/w1_int.c:92
wait_for_device_probe w - drivers/base/dd.c:752
wait_on_inode s - include/linux/writeback.h:199
wakeup_source_create a - drivers/base/power/wakeup.c:80
wakeup_source_register a wakeup_source_create drivers/base/power/wakeup.c:214
wakeup_source_remove s __wait_for_common drivers/base/power/wakeup.c:188
wilco_ec_mailbox m - drivers/platform/chrome/wilco_ec/mailbox.c:196
wiphy_apply_custom_regulatory a reg_copy_regd net/wireless/reg.c:2640
wiphy_new a wiphy_new_nm include/net/cfg80211.h:5706
wiphy_new_nm a - net/wireless/core.c:450
wireless_nlevent_flush r - net/wireless/wext-core.c:345
wm831x_irq m irq_create_mapping_affinity include/linux/mfd/wm831x/core.h:422
wm831x_reg_lock m wm831x_reg_write drivers/mfd/wm831x-core.c:120
wm831x_reg_unlock m wm831x_reg_write drivers/mfd/wm831x-core.c:148
wm831x_reg_write m - drivers/mfd/wm831x-core.c:578
wm831x_set_bits m - drivers/mfd/wm831x-core.c:601
wm8350_free_irq c free_irq include/linux/mfd/wm8350/core.h:669
wm8350_gpio_config m wm8350_reg_lock drivers/mfd/wm8350-gpio.c:183
wm8350_read_auxadc m - drivers/mfd/wm8350-core.c:188
wm8350_reg_lock m - drivers/mfd/wm8350-core.c:137
wm8350_reg_unlock m - drivers/mfd/wm8350-core.c:168
wm8350_register_irq a request_threaded_irq include/linux/mfd/wm8350/core.h:657
wm8350_register_led a platform_device_alloc drivers/regulator/wm8350-regulator.c:1230
wm8350_register_regulator a platform_device_alloc drivers/regulator/wm8350-regulator.c:1171
wm8400_register_regulator m device_lock drivers/regulator/wm8400-regulator.c:241
wm8994_free_irq m irq_create_mapping_affinity include/linux/mfd/wm8994/core.h:130
wm8994_irq_exit m irq_domain_remove drivers/mfd/wm8994-irq.c:255
wm8994_request_irq a request_threaded_irq include/linux/mfd/wm8994/core.h:120
wm97xx_config_gpio m - drivers/input/touchscreen/wm97xx-core.c:227
wm97xx_get_gpio m - drivers/input/touchscreen/wm97xx-core.c:175
wm97xx_read_aux_adc m - drivers/input/touchscreen/wm97xx-core.c:120
wm97xx_register_mach_ops m - drivers/input/touchscreen/wm97xx-core.c:841
wm97xx_set_gpio m - drivers/input/touchscreen/wm97xx-core.c:202
wm97xx_unregister_mach_ops m - drivers/input/touchscreen/wm97xx-core.c:856
wmi_driver_unregister c driver_unregister drivers/platform/x86/wmi.c:1464
work_on_cpu_key s start_flush_work kernel/workqueue.c:5203
work_on_cpu_safe_key s percpu_down_read kernel/workqueue.c:5228
workqueue_set_max_active m - kernel/workqueue.c:4512
wp_shared_mapping_range r i_mmap_lock_read mm/mapping_dirty_helpers.c:279
write_dirty_buffer s lock_buffer fs/buffer.c:2711
write_inode_now s - fs/fs-writeback.c:2839
wwan_create_port a - drivers/net/wwan/wwan_core.c:422
wwan_remove_port m - drivers/net/wwan/wwan_core.c:495
wwan_unregister_ops c rtnl_lock drivers/net/wwan/wwan_core.c:1131
xdp_reg_mem_model m __xdp_reg_mem_model net/core/xdp.c:332
xdp_rxq_info_reg_mem_model m __xdp_reg_mem_model net/core/xdp.c:344
xen_alloc_unpopulated_pages m - drivers/xen/unpopulated-alloc.c:158
xen_free_unpopulated_pages m - drivers/xen/unpopulated-alloc.c:214
xenbus_map_ring_valloc a - drivers/xen/xenbus/xenbus_client.c:515
xenbus_unregister_driver c driver_unregister drivers/xen/xenbus/xenbus_probe.c:385
xenbus_watch_pathfmt a - drivers/xen/xenbus/xenbus_client.c:170
xfrm_algo_aead_clone a - include/net/xfrm.h:1844
xfrm_algo_auth_clone a - include/net/xfrm.h:1855
xfrm_algo_clone a - include/net/xfrm.h:1850
xfrm_replay_clone a - include/net/xfrm.h:1826
zap_page_range s mmu_notifier_invalidate_range_start mm/memory.c:1741
zone_device_page_init s lock_page mm/memremap.c:522
zorro_register_driver c driver_register drivers/zorro/zorro-driver.c:81
zorro_request_device c request_mem_region include/linux/zorro.h:99
zorro_unregister_driver c driver_unregister drivers/zorro/zorro-driver.c:103
zs_create_pool a - mm/zsmalloc.c:2197
`;

/** One function a line: sleeps unless the named function returns before. */
export const derivedConditionalSleepers = `
__blockdev_direct_IO a - fs/direct-io.c:1116 -
__dev_change_net_namespace a - net/core/dev.c:11140 -
__dma_fence_unwrap_merge a - drivers/dma-buf/dma-fence-unwrap.c:83 -
__drm_printfn_coredump a - drivers/gpu/drm/drm_print.c:123 -
__gameport_register_port a kobject_set_name_vargs drivers/input/gameport/gameport.c:654 kobject_set_name_vargs
__genphy_config_aneg m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2217 -
__kfifo_from_user_r u kfifo_copy_from_user lib/kfifo.c:499 -
__kfifo_to_user_r u kfifo_copy_to_user lib/kfifo.c:523 -
__kvfree_call_rcu s - include/linux/rcutiny.h:101 -
__might_fault s - mm/memory.c:5845 -
__skb_free_datagram_locked s __lock_sock_fast net/core/datagram.c:326 -
__skb_wait_for_more_packets w - net/core/datagram.c:86 -
_proc_mkdir a __proc_create fs/proc/generic.c:505 __proc_create
_torture_stop_kthread s __wait_for_common kernel/torture.c:950 -
account_locked_vm r mmap_write_lock mm/util.c:491 -
acpi_bus_scan a acpi_add_single_object drivers/acpi/scan.c:2434 acpi_bus_check_add
acpi_dev_pm_attach m acpi_add_pm_notifier drivers/acpi/device_pm.c:1424 -
acpi_dma_configure m acpi_iommu_configure_id include/acpi/acpi_bus.h:628 acpi_dma_configure_id
acpi_dma_configure_id m acpi_iommu_configure_id drivers/acpi/scan.c:1626 -
acpi_irq_get m irq_create_fwspec_mapping drivers/acpi/irq.c:276 irq_create_fwspec_mapping
acpi_lpat_get_conversion_table a - drivers/acpi/acpi_lpat.c:89 -
acpi_map_cpu a acpi_processor_alloc_pdc arch/x86/kernel/acpi/boot.c:837 acpi_processor_set_pdc
acpi_os_unmap_generic_address m - drivers/acpi/osl.c:468 -
acpi_processor_get_performance_info a acpi_processor_get_performance_states drivers/acpi/processor_perflib.c:425 acpi_processor_get_performance_states
acpi_register_gsi m irq_create_fwspec_mapping drivers/acpi/irq.c:56 irq_create_fwspec_mapping
acpi_register_wakeup_handler a - drivers/acpi/wakeup.c:111 -
acpi_run_osc a - drivers/acpi/bus.c:188 -
acpi_unregister_lps0_dev m lock_system_sleep drivers/acpi/x86/s2idle.c:584 -
acpi_video_get_levels a - drivers/acpi/acpi_video.c:798 -
add_mtd_blktrans_dev a - drivers/mtd/mtd_blkdevs.c:276 -
add_swap_extent a - mm/swapfile.c:2198 -
agp_allocate_memory a agp_create_memory drivers/char/agp/generic.c:218 -
amd_iommu_free_device w free_device_state drivers/iommu/amd/iommu_v2.c:831 -
anon_vma_prepare s __anon_vma_prepare include/linux/rmap.h:154 -
apple_rtkit_boot s __wait_for_common drivers/soc/apple/rtkit.c:852 -
apple_rtkit_wake s __wait_for_common drivers/soc/apple/rtkit.c:919 apple_rtkit_boot
ata_bmdma_error_handler m ata_eh_acquire drivers/ata/libata-sff.c:2850 ata_eh_recover
ata_do_dev_read_id s __wait_for_common drivers/ata/libata-core.c:1731 ata_exec_internal_sg
ata_eh_analyze_ncq_error s __wait_for_common drivers/ata/libata-sata.c:1432 -
ata_link_offline s __wait_for_common drivers/ata/libata-core.c:5134 sata_scr_read
ata_link_online s __wait_for_common drivers/ata/libata-core.c:5107 sata_scr_read
ata_pci_bmdma_init a pcim_iomap_table drivers/ata/libata-sff.c:3143 -
ata_pci_device_do_resume a get_pci_dr drivers/ata/libata-core.c:6266 get_pci_dr
ata_pci_device_resume a get_pci_dr drivers/ata/libata-core.c:6297 get_pci_dr
ata_scsi_slave_alloc a device_link_add drivers/ata/libata-scsi.c:1149 device_link_add
ata_sff_error_handler m ata_eh_acquire drivers/ata/libata-sff.c:2126 ata_eh_recover
ata_sff_postreset s __wait_for_common drivers/ata/libata-sff.c:2061 sata_scr_read
ata_sff_prereset s __wait_for_common drivers/ata/libata-sff.c:1724 ata_std_prereset
ata_std_error_handler m ata_eh_acquire drivers/ata/libata-eh.c:3921 ata_eh_recover
ata_std_postreset s __wait_for_common drivers/ata/libata-core.c:3821 sata_scr_read
ata_std_prereset s __wait_for_common drivers/ata/libata-core.c:3753 -
atomic_dec_and_mutex_lock m - kernel/locking/mutex.c:1136 -
bh_read a submit_bh_wbc include/linux/buffer_head.h:431 -
bio_integrity_prep a - block/bio-integrity.c:194 -
bioset_integrity_create a mempool_init block/bio-integrity.c:424 -
blk_crypto_profile_init a - block/blk-crypto-profile.c:74 -
blk_crypto_reprogram_all_keys r - block/blk-crypto-profile.c:424 -
blk_mq_alloc_request_hctx w blk_mq_get_tag block/blk-mq.c:609 -
blk_mq_alloc_sq_tag_set a blk_mq_realloc_tag_set_tags block/blk-mq.c:4624 blk_mq_realloc_tag_set_tags
blockdev_direct_IO a __blockdev_direct_IO include/linux/fs.h:3372 __blockdev_direct_IO
bpf_jit_binary_lock_ro s _vm_unmap_aliases include/linux/filter.h:896 set_memory_x
bpf_log u bpf_verifier_vlog kernel/bpf/log.c:70 -
bpf_prog_select_runtime m bpf_check_tail_call kernel/bpf/core.c:2285 -
bpf_tracing_btf_ctx_access u bpf_verifier_vlog include/linux/bpf.h:2153 btf_ctx_access
bpf_verifier_log_write u bpf_verifier_vlog kernel/bpf/log.c:56 -
cci_probed m cci_init drivers/bus/arm-cci.c:578 cci_init
cdc_ncm_change_mtu a usb_control_msg drivers/net/usb/cdc_ncm.c:792 cdc_ncm_set_dgram_size
cfg80211_rx_assoc_resp a regulatory_hint_country_ie net/wireless/mlme.c:24 __cfg80211_connect_result
clear_mce_nospec s _vm_unmap_aliases arch/x86/mm/pat/set_memory.c:2042 change_page_attr_set_clr
clocksource_verify_percpu s percpu_down_read kernel/time/clocksource.c:339 -
counter_unregister m - drivers/counter/counter-core.c:178 -
cpufreq_register_em_with_opp m em_dev_register_perf_domain include/linux/cpufreq.h:1264 dev_pm_opp_of_register_em
cpufreq_unregister_governor m - drivers/cpufreq/cpufreq.c:2491 -
crypto_ecdh_shared_secret a ecc_alloc_point crypto/ecc.c:1616 -
cs5535_mfgpt_alloc_timer a - drivers/misc/cs5535-mfgpt.c:145 -
csum_and_copy_from_iter_full u csum_and_copy_from_user include/linux/uio.h:320 csum_and_copy_from_iter
cxl_fd_read w afu_read drivers/misc/cxl/api.c:378 afu_read
dax_finish_sync_fault w get_unlocked_entry fs/dax.c:1938 get_unlocked_entry
debugfs_read_file_bool u simple_read_from_buffer fs/debugfs/file.c:791 simple_read_from_buffer
dentry_create a __alloc_file fs/open.c:1058 alloc_empty_file
dentry_open a __alloc_file fs/open.c:1018 alloc_empty_file
dev_change_net_namespace a __dev_change_net_namespace include/linux/netdevice.h:3923 __dev_change_net_namespace
dev_pm_opp_clear_config m refcount_dec_and_mutex_lock drivers/opp/core.c:2674 -
dev_pm_opp_of_find_icc_paths a - drivers/opp/of.c:461 -
dev_pm_opp_of_register_em m em_dev_register_perf_domain drivers/opp/of.c:1565 -
dev_pm_opp_of_unregister_em m em_dev_unregister_perf_domain include/linux/pm_opp.h:446 em_dev_unregister_perf_domain
dev_pm_opp_put m refcount_dec_and_mutex_lock drivers/opp/core.c:1675 refcount_dec_and_mutex_lock
dev_pm_opp_put_opp_table m refcount_dec_and_mutex_lock drivers/opp/core.c:1640 refcount_dec_and_mutex_lock
devfreq_cooling_unregister m em_dev_unregister_perf_domain drivers/thermal/devfreq_cooling.c:525 em_dev_unregister_perf_domain
device_change_owner r kernfs_find_and_get_ns drivers/base/core.c:4794 -
device_get_ethdev_address a nvmem_cell_read net/ethernet/eth.c:633 device_get_mac_address
device_get_mac_address a nvmem_cell_read net/ethernet/eth.c:616 -
device_link_add a - drivers/base/core.c:785 -
devm_apple_sart_get a device_link_add drivers/soc/apple/sart.c:172 device_link_add
devm_blk_crypto_profile_init a blk_crypto_profile_init block/blk-crypto-profile.c:155 blk_crypto_profile_init
devm_clk_hw_register_clkdev a devm_add_action drivers/clk/clkdev.c:369 -
devm_dma_request_chan m dma_request_chan drivers/dma/dmaengine.c:951 dma_request_chan
devm_gpiod_get_from_of_node a - drivers/gpio/gpiolib-devres.c:147 -
dm_bufio_release_move s wait_on_bit_lock_io drivers/md/dm-bufio.c:1433 __write_dirty_buffer
dma_buf_fd a alloc_fdtable drivers/dma-buf/dma-buf.c:701 alloc_fd
dma_fence_wait_any_timeout a - drivers/dma-buf/dma-fence.c:848 -
dma_mmap_noncontiguous s mmu_notifier_invalidate_range_start kernel/dma/mapping.c:697 -
dma_resv_get_singleton a dma_fence_array_create drivers/dma-buf/dma-resv.c:615 -
dma_resv_reserve_fences a dma_resv_list_alloc drivers/dma-buf/dma-resv.c:177 -
do_settimeofday64 a clock_was_set kernel/time/timekeeping.c:1312 -
driver_set_override a - drivers/base/driver.c:48 -
drm_atomic_add_affected_connectors m drm_modeset_lock drivers/gpu/drm/drm_atomic.c:1227 drm_modeset_lock
drm_atomic_get_bridge_state a drm_atomic_get_private_obj_state drivers/gpu/drm/drm_atomic.c:1108 drm_atomic_get_private_obj_state
drm_atomic_get_connector_state m drm_modeset_lock drivers/gpu/drm/drm_atomic.c:1012 drm_modeset_lock
drm_atomic_get_crtc_state m drm_modeset_lock drivers/gpu/drm/drm_atomic.c:346 -
drm_atomic_get_plane_state m drm_modeset_lock drivers/gpu/drm/drm_atomic.c:527 -
drm_atomic_get_private_obj_state a - drivers/gpu/drm/drm_atomic.c:837 -
drm_atomic_helper_disable_plane m drm_modeset_lock drivers/gpu/drm/drm_atomic_helper.c:3148 drm_atomic_get_plane_state
drm_atomic_helper_page_flip m drm_modeset_lock drivers/gpu/drm/drm_atomic_helper.c:3616 drm_atomic_get_crtc_state
drm_atomic_helper_page_flip_target m drm_modeset_lock drivers/gpu/drm/drm_atomic_helper.c:3659 drm_atomic_get_crtc_state
drm_atomic_helper_set_config m drm_modeset_lock drivers/gpu/drm/drm_atomic_helper.c:3196 drm_atomic_get_crtc_state
drm_atomic_helper_update_plane m drm_modeset_lock drivers/gpu/drm/drm_atomic_helper.c:3091 drm_atomic_get_plane_state
drm_bridge_hpd_disable m - drivers/gpu/drm/drm_bridge.c:1360 -
drm_bridge_hpd_enable m - drivers/gpu/drm/drm_bridge.c:1324 -
drm_client_dev_hotplug m - drivers/gpu/drm/drm_client.c:214 -
drm_client_modeset_check m - drivers/gpu/drm/drm_client_modeset.c:1131 -
drm_client_modeset_probe a - drivers/gpu/drm/drm_client_modeset.c:776 -
drm_connector_attach_content_type_property a drm_property_create drivers/gpu/drm/drm_connector.c:1566 drm_mode_create_content_type_property
drm_connector_create_privacy_screen_properties a drm_property_create drivers/gpu/drm/drm_connector.c:2451 -
drm_connector_helper_get_modes a _drm_do_get_edid drivers/gpu/drm/drm_probe_helper.c:1147 _drm_do_get_edid
drm_connector_helper_get_modes_from_ddc a _drm_do_get_edid drivers/gpu/drm/drm_probe_helper.c:1072 _drm_do_get_edid
drm_connector_register m - drivers/gpu/drm/drm_connector.c:606 -
drm_connector_set_link_status_property m drm_modeset_lock drivers/gpu/drm/drm_connector.c:2186 drm_modeset_lock
drm_crtc_helper_set_config a - drivers/gpu/drm/drm_crtc_helper.c:529 -
drm_crtc_helper_set_mode a drm_mode_create drivers/gpu/drm/drm_crtc_helper.c:284 -
drm_edid_read a _drm_do_get_edid drivers/gpu/drm/drm_edid.c:2668 _drm_do_get_edid
drm_edid_read_custom a _drm_do_get_edid drivers/gpu/drm/drm_edid.c:2594 _drm_do_get_edid
drm_edid_read_ddc a _drm_do_get_edid drivers/gpu/drm/drm_edid.c:2635 _drm_do_get_edid
drm_fb_helper_fini m - drivers/gpu/drm/drm_fb_helper.c:635 -
drm_fb_helper_hotplug_event m - drivers/gpu/drm/drm_fb_helper.c:2065 -
drm_fb_helper_initial_config m - drivers/gpu/drm/drm_fb_helper.c:2030 -
drm_fb_helper_lastclose m __drm_fb_helper_restore_fbdev_mode_unlocked drivers/gpu/drm/drm_fb_helper.c:2106 __drm_fb_helper_restore_fbdev_mode_unlocked
drm_fb_helper_output_poll_changed m drm_fb_helper_hotplug_event drivers/gpu/drm/drm_fb_helper.c:2121 drm_fb_helper_hotplug_event
drm_fb_helper_restore_fbdev_mode_unlocked m __drm_fb_helper_restore_fbdev_mode_unlocked drivers/gpu/drm/drm_fb_helper.c:278 __drm_fb_helper_restore_fbdev_mode_unlocked
drm_fb_helper_set_par m __drm_fb_helper_restore_fbdev_mode_unlocked drivers/gpu/drm/drm_fb_helper.c:1460 __drm_fb_helper_restore_fbdev_mode_unlocked
drm_fbdev_generic_setup a - drivers/gpu/drm/drm_fb_helper.c:2603 -
drm_gem_objects_lookup a - drivers/gpu/drm/drm_gem.c:684 -
drm_gem_prime_import s dma_buf_map_attachment drivers/gpu/drm/drm_prime.c:983 drm_gem_prime_import_dev
drm_gem_prime_import_dev s dma_buf_map_attachment drivers/gpu/drm/drm_prime.c:913 -
drm_get_edid_switcheroo a _drm_do_get_edid drivers/gpu/drm/drm_edid.c:2760 _drm_do_get_edid
drm_helper_probe_detect m drm_modeset_lock drivers/gpu/drm/drm_probe_helper.c:332 drm_modeset_lock
drm_helper_probe_single_connector_modes m drm_modeset_lock drivers/gpu/drm/drm_probe_helper.c:500 drm_modeset_lock
drm_kms_helper_connector_hotplug_event m drm_client_dev_hotplug drivers/gpu/drm/drm_probe_helper.c:691 drm_client_dev_hotplug
drm_legacy_rmmap m - drivers/gpu/drm/drm_bufs.c:571 -
drm_mode_create_aspect_ratio_property a drm_property_create drivers/gpu/drm/drm_connector.c:1936 -
drm_mode_create_content_type_property a drm_property_create drivers/gpu/drm/drm_connector.c:2049 -
drm_mode_create_dp_colorspace_property a drm_property_create drivers/gpu/drm/drm_connector.c:2020 -
drm_mode_create_dvi_i_properties a drm_property_create drivers/gpu/drm/drm_connector.c:1481 -
drm_mode_create_hdmi_colorspace_property a drm_property_create drivers/gpu/drm/drm_connector.c:1991 -
drm_mode_create_scaling_mode_property a drm_property_create drivers/gpu/drm/drm_connector.c:1755 -
drm_mode_create_suggested_offset_properties a drm_property_create drivers/gpu/drm/drm_connector.c:2075 -
drm_mode_create_tv_margin_properties a drm_property_create drivers/gpu/drm/drm_connector.c:1615 -
drm_mode_create_tv_properties a drm_property_create drivers/gpu/drm/drm_connector.c:1658 -
drm_modeset_lock_all_ctx m drm_modeset_lock drivers/gpu/drm/drm_modeset_lock.c:449 drm_modeset_lock
drm_put_dev m drm_client_dev_unregister drivers/gpu/drm/drm_drv.c:400 drm_client_dev_unregister
drm_syncobj_find_fence w - drivers/gpu/drm/drm_syncobj.c:383 -
drm_sysfs_connector_hotplug_event a kobject_uevent_env drivers/gpu/drm/drm_sysfs.c:420 kobject_uevent_env
drm_sysfs_connector_status_event a kobject_uevent_env drivers/gpu/drm/drm_sysfs.c:447 kobject_uevent_env
drm_sysfs_hotplug_event a kobject_uevent_env drivers/gpu/drm/drm_sysfs.c:401 kobject_uevent_env
ecc_make_pub_key a ecc_alloc_point crypto/ecc.c:1517 -
em_dev_unregister_perf_domain m - kernel/power/energy_model.c:417 -
eth_platform_get_mac_address a nvmem_cell_read net/ethernet/eth.c:489 of_get_mac_addr_nvmem
extcon_set_property_sync a kobject_uevent_env drivers/extcon/extcon.c:769 kobject_uevent_env
failover_slave_unregister s synchronize_net net/core/failover.c:104 -
fasync_helper a fasync_alloc fs/fcntl.c:968 -
fc_vport_terminate m device_lock drivers/scsi/scsi_transport_fc.c:3978 -
fiemap_fill_next_extent u - fs/ioctl.c:115 -
file_clone_open a __alloc_file include/linux/fs.h:2861 alloc_empty_file
file_open_root a __alloc_file fs/open.c:1292 alloc_empty_file
file_open_root_mnt a __alloc_file include/linux/fs.h:2850 alloc_empty_file
file_start_write s percpu_down_read include/linux/fs.h:3022 -
filemap_fdatawrite w reclaim_throttle mm/filemap.c:430 filemap_fdatawrite_wbc
filemap_fdatawrite_range w reclaim_throttle mm/filemap.c:436 filemap_fdatawrite_wbc
filemap_fdatawrite_wbc w reclaim_throttle mm/filemap.c:378 -
filemap_flush w reclaim_throttle mm/filemap.c:452 filemap_fdatawrite_wbc
fsl_mc_cleanup_irq_pool m msi_lock_descs drivers/bus/fsl-mc/fsl-mc-allocator.c:411 -
fsl_mc_object_allocate a device_link_add drivers/bus/fsl-mc/fsl-mc-allocator.c:268 device_link_add
fsl_mc_object_free m fsl_mc_resource_free drivers/bus/fsl-mc/fsl-mc-allocator.c:323 -
fsl_mc_populate_irq_pool a - drivers/bus/fsl-mc/fsl-mc-allocator.c:349 -
fsl_mc_portal_allocate m fsl_mc_resource_allocate drivers/bus/fsl-mc/mc-io.c:165 -
fsl_mc_portal_free m fsl_mc_resource_free drivers/bus/fsl-mc/mc-io.c:249 -
fw_devlink_purge_absent_suppliers m fwnode_links_purge_consumers drivers/base/core.c:189 -
generic_access_phys m iounmap mm/memory.c:5642 -
geni_se_clk_freq_match a geni_se_clk_tbl_get drivers/soc/qcom/qcom-geni-se.c:630 geni_se_clk_tbl_get
geni_se_clk_tbl_get a - drivers/soc/qcom/qcom-geni-se.c:582 -
geni_se_resources_off s clk_unprepare drivers/soc/qcom/qcom-geni-se.c:510 -
geni_se_resources_on s clk_bulk_prepare drivers/soc/qcom/qcom-geni-se.c:550 -
genpd_dev_pm_attach m __genpd_dev_pm_attach drivers/base/power/domain.c:2805 -
genphy_c37_config_aneg m phy_lock_mdio_bus drivers/net/phy/phy_device.c:2252 -
genphy_c45_an_config_aneg m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:255 -
genphy_c45_config_aneg m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:865 -
genphy_c45_read_lpa m phy_lock_mdio_bus drivers/net/phy/phy-c45.c:506 -
genphy_config_aneg m phy_lock_mdio_bus include/linux/phy.h:1634 __genphy_config_aneg
get_tree_keyed r register_shrinker_prepared fs/super.c:1272 sget_fc
get_tree_nodev r register_shrinker_prepared fs/super.c:1248 sget_fc
get_tree_single r register_shrinker_prepared fs/super.c:1256 sget_fc
get_tree_single_reconf r register_shrinker_prepared fs/super.c:1264 sget_fc
get_unused_fd_flags a alloc_fdtable fs/file.c:550 alloc_fd
get_user_ifreq u - net/socket.c:3265 -
hci_auth_cfm m - include/net/bluetooth/hci_core.h:1845 -
hibernation_set_ops m lock_system_sleep kernel/power/hibernate.c:94 -
hid_add_device m hid_lookup_quirk drivers/hid/hid-core.c:2836 hid_lookup_quirk
hid_device_io_stop r - include/linux/hid.h:1039 -
hid_lookup_quirk m - drivers/hid/hid-quirks.c:1306 -
hid_register_report a - drivers/hid/hid-core.c:57 -
hwmon_notify_event a kobject_uevent_env drivers/hwmon/hwmon.c:641 kobject_uevent_env
i2c_pca_add_bus m i2c_add_adapter drivers/i2c/algos/i2c-algo-pca.c:532 -
i2c_pca_add_numbered_bus m __i2c_add_numbered_adapter drivers/i2c/algos/i2c-algo-pca.c:544 -
i2c_pcf_add_bus m i2c_add_adapter drivers/i2c/algos/i2c-algo-pcf.c:398 -
ib_alloc_mr_integrity a - drivers/infiniband/core/verbs.c:2280 -
ib_create_qp a ib_create_qp_security include/rdma/ib_verbs.h:3697 ib_create_qp_security
ib_create_qp_kernel a ib_create_qp_security drivers/infiniband/core/verbs.c:1336 ib_create_qp_security
ib_dealloc_pd s __wait_for_common include/rdma/ib_verbs.h:3472 rdma_restrack_begin_del
ib_dealloc_pd_user s __wait_for_common drivers/infiniband/core/verbs.c:331 rdma_restrack_begin_del
ib_destroy_cm_id s __wait_for_common drivers/infiniband/core/cm.c:1170 cm_destroy_id
ib_destroy_cq s __wait_for_common include/rdma/ib_verbs.h:3910 rdma_restrack_begin_del
ib_destroy_cq_user s __wait_for_common drivers/infiniband/core/verbs.c:2112 rdma_restrack_begin_del
ib_destroy_qp m __rdma_counter_unbind_qp include/rdma/ib_verbs.h:3761 ib_destroy_qp_user
ib_destroy_qp_user m __rdma_counter_unbind_qp drivers/infiniband/core/verbs.c:2015 -
ib_destroy_srq s __wait_for_common include/rdma/ib_verbs.h:3662 rdma_restrack_begin_del
ib_destroy_srq_user s __wait_for_common drivers/infiniband/core/verbs.c:1079 rdma_restrack_begin_del
ib_device_set_netdev a alloc_port_data drivers/infiniband/core/device.c:2156 alloc_port_data
ib_is_buffer_cleared a memdup_user include/rdma/ib_verbs.h:2924 -
ib_is_udata_cleared a memdup_user include/rdma/ib_verbs.h:2942 ib_is_buffer_cleared
ib_umem_dmabuf_get a - drivers/infiniband/core/umem_dmabuf.c:112 -
ib_umem_dmabuf_map_pages s dma_buf_map_attachment drivers/infiniband/core/umem_dmabuf.c:15 -
icc_sync_state m - drivers/interconnect/core.c:1137 -
ieee80211_reserve_tid s synchronize_net net/mac80211/tx.c:5877 -
iio_update_buffers m - drivers/iio/industrialio-buffer.c:1249 -
input_alloc_absinfo a - drivers/input/input.c:476 -
input_get_new_minor a - drivers/input/input.c:2697 -
input_mt_init_slots a - drivers/input/input-mt.c:39 -
input_set_abs_params a input_alloc_absinfo drivers/input/input.c:494 input_alloc_absinfo
intel_gmch_probe a intel_gtt_setup_scratch_page drivers/char/agp/intel-gtt.c:1361 -
io_mapping_init_wc a memtype_reserve include/linux/io-mapping.h:125 memtype_reserve
io_mapping_map_local_wc a memtype_reserve include/linux/io-mapping.h:179 memtype_reserve
io_mapping_map_wc a memtype_reserve include/linux/io-mapping.h:101 memtype_reserve
iomap_file_buffered_write_punch_delalloc r filemap_invalidate_lock fs/iomap/buffered-io.c:1054 -
iomap_writepages s submit_bio_noacct fs/iomap/buffered-io.c:1798 submit_bio
ipmi_destroy_user m _ipmi_destroy_user drivers/char/ipmi/ipmi_msghandler.c:1403 _ipmi_destroy_user
ipmi_get_version w __get_device_id drivers/char/ipmi/ipmi_msghandler.c:1413 __bmc_get_device_id
irq_create_direct_mapping m irq_domain_associate kernel/irq/irqdomain.c:674 -
irq_domain_update_bus_token m - kernel/irq/irqdomain.c:296 -
irq_free_desc m irq_free_descs include/linux/irq.h:964 irq_free_descs
iscsi_session_setup a iscsi_pool_init drivers/scsi/libiscsi.c:3020 -
iscsi_switch_str_param a - drivers/scsi/libiscsi.c:3481 -
iw_cm_connect a iwpm_register_pid drivers/infiniband/core/iwcm.c:699 iwpm_register_pid
k3_ringacc_ring_cfg a - drivers/soc/ti/k3-ringacc.c:768 -
k3_ringacc_ring_free m - drivers/soc/ti/k3-ringacc.c:571 -
kern_path_create r inode_lock_nested fs/namei.c:3968 filename_create
kernel_read_file_from_path_initns a __alloc_file fs/kernel_read_file.c:147 alloc_empty_file
knav_pool_destroy m - drivers/soc/ti/knav_qmss_queue.c:859 -
kprobe_event_delete m dyn_event_create kernel/trace/trace_kprobe.c:1139 create_or_delete_trace_kprobe
kref_put_mutex m refcount_dec_and_mutex_lock include/linux/kref.h:71 refcount_dec_and_mutex_lock
ksys_chown r inode_lock include/linux/syscalls.h:1336 do_fchownat
ksys_ftruncate s percpu_down_read include/linux/syscalls.h:1351 do_sys_ftruncate
ksys_lchown r inode_lock include/linux/syscalls.h:1342 do_fchownat
kvfree_call_rcu s __kvfree_call_rcu include/linux/rcutiny.h:117 __kvfree_call_rcu
led_trigger_set a - drivers/leds/led-triggers.c:158 -
list_lru_destroy m list_lru_unregister mm/list_lru.c:589 list_lru_unregister
lookup_one_qstr_excl a __d_alloc fs/namei.c:1594 -
mark_mounts_for_expiry r namespace_lock fs/namespace.c:3202 -
mb_cache_destroy r unregister_shrinker fs/mbcache.c:405 unregister_shrinker
mc13xxx_adc_do_conversion a devm_request_threaded_irq drivers/mfd/mc13xxx-core.c:252 -
mdiobus_unregister_device m reset_control_put drivers/net/phy/mdio_bus.c:99 reset_control_put
menelaus_set_vaux m menelaus_set_voltage drivers/mfd/menelaus.c:711 -
menelaus_set_vio m menelaus_set_voltage drivers/mfd/menelaus.c:603 -
menelaus_set_vmem m menelaus_set_voltage drivers/mfd/menelaus.c:574 -
menelaus_set_vmmc m menelaus_set_voltage drivers/mfd/menelaus.c:681 -
mipi_dbi_enable_flush m backlight_update_status drivers/gpu/drm/drm_mipi_dbi.c:365 -
mmc_gpiod_request_cd a devm_gpiod_get_index drivers/mmc/core/slot-gpio.c:173 devm_gpiod_get_index
mmc_gpiod_request_ro a devm_gpiod_get_index drivers/mmc/core/slot-gpio.c:246 devm_gpiod_get_index
mmc_of_parse m mmc_pwrseq_alloc drivers/mmc/core/host.c:275 -
mmc_of_parse_voltage a - drivers/mmc/core/host.c:447 -
mmu_notifier_get_locked m mm_take_all_locks mm/mmu_notifier.c:774 -
mount_nodev r register_shrinker_prepared fs/super.c:1490 sget
mount_single r register_shrinker_prepared fs/super.c:1540 sget
mpi_invm a mpi_alloc lib/mpi/mpi-inv.c:27 -
mpi_powm a mpi_alloc_limb_space lib/mpi/mpi-pow.c:24 -
mtd_kmalloc_up_to a - drivers/mtd/mtdcore.c:2427 -
nand_ecc_register_on_host_hw_engine m - drivers/mtd/nand/ecc.c:620 -
netdev_adjacent_change_prepare a __netdev_adjacent_dev_insert net/core/dev.c:7961 __netdev_adjacent_dev_insert
netdev_master_upper_dev_link a __netdev_adjacent_dev_insert net/core/dev.c:7867 __netdev_adjacent_dev_insert
netdev_upper_dev_link a __netdev_adjacent_dev_insert net/core/dev.c:7839 __netdev_adjacent_dev_insert
npe_load_firmware a prepare_kernel_cred drivers/soc/ixp4xx/ixp4xx-npe.c:508 _request_firmware
nvme_fc_register_localport a - drivers/nvme/host/fc.c:348 -
nvme_fc_register_remoteport a - drivers/nvme/host/fc.c:665 -
nvme_fc_rescan_remoteport a kobject_uevent_env drivers/nvme/host/fc.c:903 nvme_fc_signal_discovery_scan
objagg_hints_put m rhashtable_free_and_destroy lib/objagg.c:979 -
objagg_obj_get a objagg_obj_create lib/objagg.c:440 __objagg_obj_get
ocxl_config_set_TL a - drivers/misc/ocxl/config.c:788 -
of_get_ethdev_address a nvmem_cell_read net/core/of_net.c:160 of_get_mac_addr_nvmem
of_get_mac_address a nvmem_cell_read net/core/of_net.c:124 of_get_mac_addr_nvmem
of_irq_parse_and_map_pci m irq_create_fwspec_mapping drivers/pci/of.c:529 irq_create_fwspec_mapping
of_irq_to_resource m irq_create_fwspec_mapping drivers/of/irq.c:421 irq_create_fwspec_mapping
of_overlay_remove m - drivers/of/overlay.c:1183 -
of_regulator_bulk_get_all a - drivers/regulator/of_regulator.c:755 -
of_reserved_mem_device_init_by_idx a - drivers/of/of_reserved_mem.c:331 -
of_reserved_mem_device_init_by_name a of_reserved_mem_device_init_by_idx drivers/of/of_reserved_mem.c:388 of_reserved_mem_device_init_by_idx
open_related_ns a __alloc_file fs/nsfs.c:147 alloc_empty_file
page_cache_async_ra r filemap_invalidate_lock_shared mm/readahead.c:708 -
page_cache_async_readahead r filemap_invalidate_lock_shared include/linux/pagemap.h:1296 page_cache_async_ra
page_cache_sync_ra r filemap_invalidate_lock_shared mm/readahead.c:680 -
page_cache_sync_readahead r filemap_invalidate_lock_shared include/linux/pagemap.h:1273 page_cache_sync_ra
pci_bridge_secondary_bus_reset r pci_bridge_wait_for_secondary_bus drivers/pci/pci.c:5092 pci_bridge_wait_for_secondary_bus
pci_device_group a iommu_group_alloc drivers/iommu/iommu.c:1501 -
pci_epc_clear_bar m - drivers/pci/endpoint/pci-epc-core.c:493 -
pci_epc_get_msi m - drivers/pci/endpoint/pci-epc-core.c:296 -
pci_epc_get_msix m - drivers/pci/endpoint/pci-epc-core.c:364 -
pci_epc_unmap_addr m - drivers/pci/endpoint/pci-epc-core.c:432 -
pci_epf_unregister_driver m pci_epf_remove_cfs drivers/pci/endpoint/pci-epf-core.c:356 pci_epf_remove_cfs
pci_msi_create_irq_domain m irq_domain_update_bus_token drivers/pci/msi/irqdomain.c:161 irq_domain_update_bus_token
pci_probe_reset_bus s pci_bus_reset drivers/pci/pci.c:5901 pci_bus_reset
pci_read_vpd_any m pci_vpd_read drivers/pci/vpd.c:419 pci_vpd_read
pci_remove_root_bus r pci_remove_bus drivers/pci/remove.c:147 -
pci_restore_msi_state m msi_lock_descs drivers/pci/msi/msi.c:329 __pci_restore_msix_state
pci_restore_state m msi_lock_descs drivers/pci/pci.c:1867 -
pci_scan_slot r pci_get_slot drivers/pci/probe.c:2722 -
pci_stop_root_bus m device_lock drivers/pci/remove.c:129 -
pcim_iomap_regions_request_all a pcim_iomap_table lib/devres.c:476 pcim_iomap_table
pcim_iounmap a pcim_iomap_table lib/devres.c:396 pcim_iomap_table
pcim_iounmap_regions a pcim_iomap_table lib/devres.c:500 pcim_iomap_table
phy_config_aneg m phy_lock_mdio_bus drivers/net/phy/phy.c:697 -
phy_led_triggers_register a - drivers/net/phy/phy_led_triggers.c:84 -
phy_optional_get a device_link_add drivers/phy/phy-core.c:785 device_link_add
phy_package_leave m refcount_dec_and_mutex_lock drivers/net/phy/phy_device.c:1717 refcount_dec_and_mutex_lock
phy_speed_down m phy_lock_mdio_bus drivers/net/phy/phy.c:888 -
phy_speed_up m phy_lock_mdio_bus drivers/net/phy/phy.c:921 -
phylink_ethtool_ksettings_set m - drivers/net/phy/phylink.c:2189 -
phylink_fwnode_phy_connect m phylink_bringup_phy drivers/net/phy/phylink.c:1782 -
platform_get_ethdev_address a nvmem_cell_read net/ethernet/eth.c:516 of_get_mac_addr_nvmem
pneigh_lookup a - net/core/neighbour.c:779 -
posix_acl_chmod a - fs/posix_acl.c:591 -
posix_acl_create a - fs/posix_acl.c:619 -
proc_create_mount_point a __proc_create fs/proc/generic.c:548 __proc_create
proc_mkdir_mode a __proc_create fs/proc/generic.c:534 __proc_create
ptrace_report_syscall w ptrace_stop include/linux/ptrace.h:416 -
ptrace_report_syscall_entry w ptrace_stop include/linux/ptrace.h:458 ptrace_report_syscall
pwm_adjust_config s pwm_apply_state drivers/pwm/core.c:626 -
qcom_scm_cpu_power_down m __scm_smc_do drivers/firmware/qcom_scm.c:377 __get_convention
qcom_scm_qsmmu500_wait_safe_toggle m __scm_smc_do drivers/firmware/qcom_scm.c:1232 __get_convention
qdisc_put s lockdep_unregister_key net/sched/sch_generic.c:1119 -
qdisc_put_unlocked s lockdep_unregister_key net/sched/sch_generic.c:1137 -
rdma_create_qp a ib_create_qp_security drivers/infiniband/core/cma.c:1080 ib_create_qp_security
rdmacg_uncharge m rdmacg_uncharge_hierarchy kernel/cgroup/rdma.c:227 -
receive_fd a alloc_fdtable fs/file.c:1205 alloc_fd
receive_fd_user a alloc_fdtable include/linux/file.h:106 alloc_fd
refcount_dec_and_mutex_lock m - lib/refcount.c:113 -
refcount_dec_and_rtnl_lock m refcount_dec_and_mutex_lock net/core/rtnetlink.c:163 refcount_dec_and_mutex_lock
regcache_sync w regmap_async_complete drivers/base/regmap/regcache.c:350 -
regcache_sync_region w regmap_async_complete drivers/base/regmap/regcache.c:446 -
register_btf_id_dtor_kfuncs a - kernel/bpf/btf.c:7581 -
register_btf_kfunc_id_set a btf_populate_kfunc_set kernel/bpf/btf.c:7499 -
regmap_multi_reg_write a _regmap_raw_multi_reg_write drivers/base/regmap/regmap.c:2746 _regmap_multi_reg_write
regmap_multi_reg_write_bypassed a _regmap_raw_multi_reg_write drivers/base/regmap/regmap.c:2779 _regmap_multi_reg_write
regmap_reinit_cache r inode_lock drivers/base/regmap/regmap.c:1516 regmap_debugfs_init
relay_flush m - kernel/relay.c:785 -
relay_reset m - kernel/relay.c:319 -
request_ihex_firmware a prepare_kernel_cred include/linux/ihex.h:64 _request_firmware
reset_control_acquire m - drivers/reset/core.c:640 -
reset_control_get_count m reset_control_get_count_from_lookup drivers/reset/core.c:1282 -
ring_buffer_alloc_read_page a - kernel/trace/ring_buffer.c:5540 -
ring_buffer_reset_cpu m - kernel/trace/ring_buffer.c:5282 -
ring_buffer_resize m - kernel/trace/ring_buffer.c:2170 -
rmi_driver_resume m rmi_enable_irq drivers/input/rmi4/rmi_driver.c:968 -
rmi_driver_suspend m rmi_disable_irq drivers/input/rmi4/rmi_driver.c:945 -
rproc_coredump_using_sections a - drivers/remoteproc/remoteproc_coredump.c:343 -
rtnl_delete_link s synchronize_net net/core/rtnetlink.c:3177 unregister_netdevice_many_notify
rtsx_pci_switch_clock s __wait_for_common drivers/misc/cardreader/rtsx_pcr.c:698 -
rvt_set_ibdev_name a kobject_set_name_vargs include/rdma/rdma_vt.h:437 kobject_set_name_vargs
sas_port_mark_backlink a __kernfs_new_node drivers/scsi/scsi_transport_sas.c:1171 -
sata_async_notification s __wait_for_common drivers/ata/libata-sata.c:1302 -
sata_link_debounce s __wait_for_common drivers/ata/libata-sata.c:233 sata_scr_read
sata_link_hardreset s __wait_for_common drivers/ata/libata-sata.c:542 sata_scr_read
sata_link_resume s __wait_for_common drivers/ata/libata-sata.c:296 sata_scr_read
sata_link_scr_lpm s __wait_for_common drivers/ata/libata-sata.c:367 sata_scr_read
sata_pmp_error_handler m ata_eh_acquire drivers/ata/libata-pmp.c:1100 sata_pmp_eh_recover
sata_scr_read s __wait_for_common drivers/ata/libata-sata.c:63 -
sata_scr_write s __wait_for_common drivers/ata/libata-sata.c:91 -
sata_scr_write_flush s __wait_for_common drivers/ata/libata-sata.c:118 ata_exec_internal_sg
sata_set_spd s __wait_for_common drivers/ata/libata-sata.c:500 sata_scr_read
sata_sff_hardreset s __wait_for_common drivers/ata/libata-sff.c:2032 sata_scr_read
sata_std_hardreset s __wait_for_common drivers/ata/libata-core.c:3796 sata_scr_read
scsi_device_quiesce m - drivers/scsi/scsi_lib.c:2641 -
scsi_scan_target m - drivers/scsi/scsi_scan.c:1755 -
seq_read m seq_read_iter fs/seq_file.c:151 seq_read_iter
seq_read_iter m - fs/seq_file.c:171 -
set_capacity_and_notify a kobject_uevent_env block/genhd.c:74 -
set_disk_ro a kobject_uevent_env block/genhd.c:1520 -
sget r register_shrinker_prepared fs/super.c:639 -
sget_fc r register_shrinker_prepared fs/super.c:563 -
si476x_core_cmd_am_acf_status w si476x_core_send_command drivers/mfd/si476x-cmd.c:824 si476x_core_send_command
si476x_core_cmd_am_rsq_status w si476x_core_send_command drivers/mfd/si476x-cmd.c:739 si476x_core_send_command
si476x_core_cmd_am_seek_start w si476x_core_send_command drivers/mfd/si476x-cmd.c:1048 si476x_core_send_command
si476x_core_cmd_ana_audio_pin_cfg w si476x_core_send_command drivers/mfd/si476x-cmd.c:660 si476x_core_send_command
si476x_core_cmd_dig_audio_pin_cfg w si476x_core_send_command drivers/mfd/si476x-cmd.c:520 si476x_core_send_command
si476x_core_cmd_fm_acf_status w si476x_core_send_command drivers/mfd/si476x-cmd.c:788 si476x_core_send_command
si476x_core_cmd_fm_phase_div_status w si476x_core_send_command drivers/mfd/si476x-cmd.c:1019 si476x_core_send_command
si476x_core_cmd_fm_phase_diversity w si476x_core_send_command drivers/mfd/si476x-cmd.c:994 si476x_core_send_command
si476x_core_cmd_fm_rds_blockcount w si476x_core_send_command drivers/mfd/si476x-cmd.c:966 si476x_core_send_command
si476x_core_cmd_fm_rds_status w si476x_core_send_command drivers/mfd/si476x-cmd.c:900 si476x_core_send_command
si476x_core_cmd_fm_seek_start w si476x_core_send_command drivers/mfd/si476x-cmd.c:872 si476x_core_send_command
si476x_core_cmd_func_info w si476x_core_send_command drivers/mfd/si476x-cmd.c:404 si476x_core_send_command
si476x_core_cmd_get_property w si476x_core_send_command drivers/mfd/si476x-cmd.c:462 si476x_core_send_command
si476x_core_cmd_ic_link_gpo_ctl_pin_cfg w si476x_core_send_command drivers/mfd/si476x-cmd.c:626 si476x_core_send_command
si476x_core_cmd_set_property w si476x_core_send_command drivers/mfd/si476x-cmd.c:435 si476x_core_send_command
si476x_core_cmd_zif_pin_cfg w si476x_core_send_command drivers/mfd/si476x-cmd.c:569 si476x_core_send_command
si476x_core_start w si476x_core_send_command drivers/mfd/si476x-i2c.c:127 si476x_core_send_command
simple_transaction_read u simple_read_from_buffer fs/libfs.c:917 simple_read_from_buffer
skb_free_datagram_locked s __lock_sock_fast include/linux/skbuff.h:4047 __skb_free_datagram_locked
sm501_set_clock m - drivers/mfd/sm501.c:508 -
snd_card_free_when_closed m snd_card_disconnect sound/core/init.c:630 snd_card_disconnect
snd_card_set_id m - sound/core/init.c:788 -
snd_fasync_helper a fasync_alloc sound/core/misc.c:193 fasync_helper
snd_hda_codec_read m snd_hdac_bus_exec_verb include/sound/hda_codec.h:329 snd_hdac_exec_verb
snd_hda_codec_write m snd_hdac_bus_exec_verb include/sound/hda_codec.h:337 snd_hdac_exec_verb
snd_hdac_check_power_state m snd_hdac_bus_exec_verb sound/hda/hdac_device.c:1056 snd_hdac_exec_verb
snd_hdac_codec_read m snd_hdac_bus_exec_verb sound/hda/hdac_device.c:1020 snd_hdac_exec_verb
snd_hdac_codec_write m snd_hdac_bus_exec_verb sound/hda/hdac_device.c:1039 snd_hdac_exec_verb
snd_hdac_device_exit s start_flush_work sound/hda/hdac_device.c:127 snd_hdac_bus_remove_device
snd_hdac_get_connections m reg_raw_read sound/hda/hdac_device.c:464 get_num_conns
snd_hdac_read m snd_hdac_bus_exec_verb sound/hda/hdac_device.c:275 snd_hdac_exec_verb
snd_hdac_regmap_sync_node w regmap_async_complete include/sound/hda_regmap.h:219 regcache_sync_region
snd_pcm_new_stream a kobject_set_name_vargs sound/core/pcm.c:639 -
snd_pcm_open_substream a snd_pcm_attach_substream sound/core/pcm_native.c:2761 snd_pcm_attach_substream
snd_pcm_release_substream s start_flush_work sound/core/pcm_native.c:2738 -
snd_register_oss_device a - sound/core/sound_oss.c:85 -
snd_soc_component_cache_sync w regmap_async_complete include/sound/soc-component.h:345 regcache_sync
snd_unregister_oss_device m - sound/core/sound_oss.c:148 -
sock_gettstamp u put_timespec64 net/core/sock.c:3590 -
sock_setsockopt s lock_sock_nested net/core/sock.c:1551 sk_setsockopt
sockopt_lock_sock s lock_sock_nested net/core/sock.c:1046 -
srcu_drive_gp w - kernel/rcu/srcutiny.c:112 -
static_key_disable_cpuslocked m jump_label_lock kernel/jump_label.c:225 -
static_key_enable_cpuslocked m jump_label_lock kernel/jump_label.c:194 -
strncpy_from_bpfptr s strncpy_from_user include/linux/bpfptr.h:81 -
strncpy_from_sockptr s strncpy_from_user include/linux/sockptr.h:126 -
sync_blockdev_nowait w reclaim_throttle block/bdev.c:199 filemap_fdatawrite_wbc
sync_filesystem w wb_wait_for_completion fs/sync.c:30 -
sync_inode_metadata w reclaim_throttle fs/fs-writeback.c:2865 writeback_single_inode
sync_inodes_sb w wb_wait_for_completion fs/fs-writeback.c:2796 -
tcf_idr_check_alloc m - net/sched/act_api.c:834 -
ti_sci_inta_msi_domain_alloc_irqs a msi_setup_device_data drivers/soc/ti/ti_sci_inta_msi.c:92 msi_setup_device_data
tifm_alloc_device a - drivers/misc/tifm_core.c:247 -
torture_offline m lock_device_hotplug kernel/torture.c:196 -
torture_online m lock_device_hotplug kernel/torture.c:258 -
touchscreen_parse_properties a input_alloc_absinfo drivers/input/touchscreen.c:65 input_alloc_absinfo
tpm_is_tpm2 r tpm_try_get_ops drivers/char/tpm/tpm-interface.c:260 tpm_find_get_ops
tpm_pcr_read r tpm_try_get_ops drivers/char/tpm/tpm-interface.c:284 tpm_find_get_ops
tpm_send r tpm_try_get_ops drivers/char/tpm/tpm-interface.c:353 tpm_find_get_ops
trace_array_put m - kernel/trace/trace.c:489 -
trace_printk_init_buffers m tracing_update_buffers kernel/trace/trace.c:3306 -
try_offline_node m device_lock mm/memory_hotplug.c:2035 -
try_to_writeback_inodes_sb w wb_wait_for_completion fs/fs-writeback.c:2779 -
tty_port_close_start m tty_buffer_flush drivers/tty/tty_port.c:652 -
tty_port_register_device_attr_serdev a tty_register_device_attr drivers/tty/tty_port.c:183 -
tty_port_register_device_serdev a tty_register_device_attr drivers/tty/tty_port.c:213 tty_port_register_device_attr_serdev
uart_get_rs485_mode a devm_gpiod_get_index drivers/tty/serial/serial_core.c:3442 -
ubi_leb_change a ubi_eba_atomic_leb_change drivers/mtd/ubi/kapi.c:558 -
ubi_leb_erase r ubi_eba_unmap_leb drivers/mtd/ubi/kapi.c:599 ubi_eba_unmap_leb
ubi_leb_read a ltree_add_entry drivers/mtd/ubi/kapi.c:422 -
ubi_leb_read_sg a ltree_add_entry drivers/mtd/ubi/kapi.c:462 -
ubi_leb_unmap r ubi_eba_unmap_leb drivers/mtd/ubi/kapi.c:660 ubi_eba_unmap_leb
ubi_leb_write a ubi_eba_write_leb drivers/mtd/ubi/kapi.c:513 -
ubi_read a ltree_add_entry include/linux/mtd/ubi.h:256 ubi_leb_read
ubi_read_sg a ltree_add_entry include/linux/mtd/ubi.h:266 ubi_leb_read_sg
ubi_register_volume_notifier m - drivers/mtd/ubi/kapi.c:818 -
unregister_kprobe m unregister_kprobes kernel/kprobes.c:1851 unregister_kprobes
unregister_kprobes m - kernel/kprobes.c:1857 -
unregister_kretprobe m unregister_kretprobes kernel/kprobes.c:2309 unregister_kretprobes
unregister_kretprobes m - kernel/kprobes.c:2315 -
unregister_netdevice_many s synchronize_net net/core/dev.c:11099 unregister_netdevice_many_notify
unregister_shrinker r - mm/vmscan.c:748 -
usb_disable_lpm a usb_control_msg drivers/usb/core/hub.c:4415 -
usb_disable_ltm a usb_control_msg drivers/usb/core/hub.c:3307 -
usb_enable_ltm a usb_control_msg drivers/usb/core/hub.c:3329 -
usbnet_probe m rtnl_lock_killable drivers/net/usb/usbnet.c:1695 -
usbnet_write_cmd a usb_control_msg drivers/net/usb/usbnet.c:2123 __usbnet_write_cmd
usbnet_write_cmd_nopm a usb_control_msg drivers/net/usb/usbnet.c:2153 __usbnet_write_cmd
user_path_create r inode_lock_nested fs/namei.c:3988 filename_create
v4l2_ctrl_add_handler m - drivers/media/v4l2-core/v4l2-ctrls-core.c:1960 -
v4l2_device_register_subdev m v4l2_ctrl_add_handler drivers/media/v4l2-core/v4l2-device.c:111 v4l2_ctrl_add_handler
v4l2_event_dequeue w - drivers/media/v4l2-core/v4l2-event.c:59 -
v4l2_event_subdev_unsubscribe m v4l2_event_unsubscribe drivers/media/v4l2-core/v4l2-event.c:332 v4l2_event_unsubscribe
v4l2_event_unsubscribe m - drivers/media/v4l2-core/v4l2-event.c:300 -
v4l2_g_ext_ctrls m prepare_ext_ctrls drivers/media/v4l2-core/v4l2-ctrls-api.c:485 -
v4l2_i2c_new_subdev m v4l2_ctrl_add_handler drivers/media/v4l2-core/v4l2-i2c.c:119 v4l2_ctrl_add_handler
v4l2_i2c_new_subdev_board m v4l2_ctrl_add_handler drivers/media/v4l2-core/v4l2-i2c.c:62 v4l2_ctrl_add_handler
v4l2_m2m_expbuf a alloc_fdtable drivers/media/v4l2-core/v4l2-mem2mem.c:847 alloc_fd
v4l2_m2m_ioctl_expbuf a alloc_fdtable drivers/media/v4l2-core/v4l2-mem2mem.c:1445 alloc_fd
v4l2_s_ext_ctrls m prepare_ext_ctrls drivers/media/v4l2-core/v4l2-ctrls-api.c:719 try_set_ext_ctrls
v4l2_spi_new_subdev m v4l2_ctrl_add_handler drivers/media/v4l2-core/v4l2-spi.c:36 v4l2_ctrl_add_handler
v4l2_try_ext_ctrls m prepare_ext_ctrls drivers/media/v4l2-core/v4l2-ctrls-api.c:710 try_set_ext_ctrls
vb2_core_expbuf a alloc_fdtable drivers/media/common/videobuf2/videobuf2-core.c:2238 alloc_fd
vb2_core_reqbufs m - drivers/media/common/videobuf2/videobuf2-core.c:763 -
vb2_expbuf a alloc_fdtable drivers/media/common/videobuf2/videobuf2-v4l2.c:874 alloc_fd
vb2_ioctl_expbuf a alloc_fdtable drivers/media/common/videobuf2/videobuf2-v4l2.c:1092 alloc_fd
vb2_ioctl_reqbufs m vb2_core_reqbufs drivers/media/common/videobuf2/videobuf2-v4l2.c:981 vb2_core_reqbufs
vb2_video_unregister_device m video_unregister_device drivers/media/common/videobuf2/videobuf2-v4l2.c:1226 -
vc_resize a vc_do_resize drivers/tty/vt/vt.c:1362 vc_do_resize
vfio_file_enforced_coherent m - drivers/vfio/vfio_main.c:1629 -
vfio_file_set_kvm m - drivers/vfio/vfio_main.c:1662 -
vfio_pci_core_register_device a vfio_pci_vf_init drivers/vfio/pci/vfio_pci_core.c:2114 vfio_pci_vf_init
vfio_pci_core_sriov_configure m - drivers/vfio/pci/vfio_pci_core.c:2240 -
vfs_clone_file_range s percpu_down_read fs/remap_range.c:407 file_start_write
vfs_copy_file_range s percpu_down_read fs/read_write.c:1476 -
vfs_fallocate s percpu_down_read fs/open.c:243 file_start_write
vfs_get_super r register_shrinker_prepared fs/super.c:1193 sget_fc
vfs_readlink u readlink_copy fs/namei.c:5157 -
vga_remove_vgacon s console_lock drivers/pci/vgaarb.c:170 -
videobuf_read_one u __videobuf_copy_to_user drivers/media/v4l2-core/videobuf-core.c:874 -
vm_brk r mmap_write_lock_killable mm/mmap.c:3260 vm_brk_flags
vm_brk_flags r mmap_write_lock_killable mm/mmap.c:3213 -
vm_unmap_aliases s _vm_unmap_aliases mm/vmalloc.c:2260 _vm_unmap_aliases
vmci_datagram_create_handle a dg_create_handle drivers/misc/vmw_vmci/vmci_datagram.c:440 vmci_datagram_create_handle_priv
vmci_datagram_create_handle_priv a dg_create_handle drivers/misc/vmw_vmci/vmci_datagram.c:405 -
vmci_doorbell_create a - drivers/misc/vmw_vmci/vmci_doorbell.c:409 -
vmci_doorbell_destroy s __wait_for_common drivers/misc/vmw_vmci/vmci_doorbell.c:513 -
vmci_event_subscribe a - drivers/misc/vmw_vmci/vmci_event.c:133 -
vmci_qpair_alloc a - drivers/misc/vmw_vmci/vmci_queue_pair.c:2679 -
wiphy_read_of_freq_limits a - net/wireless/of.c:74 -
wm8350_device_init a request_threaded_irq drivers/mfd/wm8350-core.c:276 -
wm8400_reset_codec_reg_cache r inode_lock drivers/mfd/wm8400-core.c:114 regmap_debugfs_init
writeback_inodes_sb w wb_wait_for_completion fs/fs-writeback.c:2766 __writeback_inodes_sb_nr
writeback_inodes_sb_nr w wb_wait_for_completion fs/fs-writeback.c:2749 __writeback_inodes_sb_nr
zap_vma_ptes s mmu_notifier_invalidate_range_start mm/memory.c:1809 -
zs_destroy_pool m kmem_cache_destroy mm/zsmalloc.c:2307 kmem_cache_destroy
`;
